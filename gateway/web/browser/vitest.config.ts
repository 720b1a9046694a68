import { defineConfig } from 'vitest/config';

// By clicks in a real Chromium against a node that runs; the environment says which.
export default defineConfig({ test: { include: ['browser/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000, fileParallelism: false, bail: 1 } });
