/** What kind of thing it is, as a drawing beside its name. */
import type { ReactNode } from 'react';
import type { Kind } from '../model/resources';

const DRAWN: Record<Kind | 'root', ReactNode> = {
  root: <path d="M2 13.5h12M3.5 13.5v-8h4v8M8.5 13.5v-11h4v11M5 7.5h1M5 10h1M10 5h1M10 7.5h1M10 10h1" />,
  node: <path d="M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01M8 5h3.5M8 11h3.5" />,
  qemu: <path d="M2 3h12v8H2zM6 13.5h4M8 11v2.5" />,
  lxc: <path d="M8 1.8l5.5 3v6.4l-5.5 3-5.5-3V4.8zM2.7 4.9L8 7.8l5.3-2.9M8 7.8v6" />,
  storage: <path d="M2.5 4c0-1.2 2.5-2 5.5-2s5.5.8 5.5 2-2.5 2-5.5 2-5.5-.8-5.5-2zM2.5 4v8c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2V4M2.5 8c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2" />,
  pool: <path d="M3 3h10v10H3zM3 8h10M8 3v10" />,
  sdn: <path d="M8 3v4M4 13v-3h8v3M8 7v3M6.5 1.5h3v3h-3zM2.5 12h3v2.5h-3zM10.5 12h3v2.5h-3z" />,
};

export function Sign({ of }: { of: Kind | 'root' }) {
  return (
    <svg className="sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {DRAWN[of]}
    </svg>
  );
}
