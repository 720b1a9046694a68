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
