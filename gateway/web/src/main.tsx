import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { currentUser, onUser } from './api/session';
import { Login } from './shell/Login';
import { Shell } from './shell/Shell';
import { applyTheme, keptTheme } from './shell/theme';
import { TextProvider } from './text/text';
import './style.css';

const client = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000, refetchOnWindowFocus: false } } });

function Page() {
  const user = useSyncExternalStore(onUser, currentUser);
  return user === undefined ? <Login /> : <Shell key={user} user={user} />;
}

applyTheme(keptTheme());
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <TextProvider>
          <Page />
        </TextProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
