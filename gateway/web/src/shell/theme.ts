import { useSyncExternalStore } from 'react';

/** Dark, light, or as the system is. */
export type Theme = 'auto' | 'light' | 'dark';

const KEPT = 'coppice.theme';

export function keptTheme(): Theme {
  const kept = localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : 'auto';
}

export function applyTheme(theme: Theme): void {
  localStorage.setItem(KEPT, theme);
  document.documentElement.style.colorScheme = theme === 'auto' ? 'light dark' : theme;
}

const dark = matchMedia('(prefers-color-scheme: dark)');

const watch = (listener: () => void) => {
  const chosen = new MutationObserver(listener);
  chosen.observe(document.documentElement, { attributeFilter: ['style'] });
  dark.addEventListener('change', listener);
  return () => {
    chosen.disconnect();
    dark.removeEventListener('change', listener);
  };
};

/** What is drawn by scripts has to be drawn anew when this changes. */
export function useScheme(): string {
  return useSyncExternalStore(watch, () => `${document.documentElement.style.colorScheme} ${dark.matches}`);
}
