import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Everything lies under /page/: names with hashes, which browsers may keep for ever; index.html alone is asked for again.
export default defineConfig({
  plugins: [react()],
  base: './',
  build: {
    outDir: process.env.PAGE_DIR ?? '../target/classes/page',
    emptyOutDir: true,
    assetsDir: 'assets',
    target: 'es2022',
    chunkSizeWarningLimit: 900,
  },
});
