/** What is looked at, kept in the address so that it can be linked to and gone back from. */
import { useSyncExternalStore } from 'react';

export interface Route {
  /** The id of a resource, or empty for the whole. */
  id: string;
  tab: string;
}

export function parseRoute(hash: string): Route {
  const [id = '', tab = ''] = hash.replace(/^#\/?/, '').split('!').map(decodeURI);
  return { id, tab };
}

export function hashOf(id: string, tab = ''): string {
  return `#/${encodeURI(id)}${tab === '' ? '' : `!${tab}`}`;
}

export function go(id: string, tab = ''): void {
  location.hash = hashOf(id, tab);
}

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}
