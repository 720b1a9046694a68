/** A state as a word beside a mark; the mark differs in shape too, not in colour alone. */
import type { Resource } from '../model/resources';
import { named, useText } from '../text/text';

const MARKS: Record<string, string> = { running: '●', online: '●', available: '●', paused: '◐', stopped: '○', unknown: '?' };

export function StatusMark({ status }: { status: string | undefined }) {
  const state = status ?? 'unknown';
  return (
    <span className={`mark ${state}`} aria-hidden="true">
      {MARKS[state] ?? '○'}
    </span>
  );
}

export function Status({ of }: { of: Resource }) {
  const text = useText();
  const state = of.status ?? 'unknown';
  return (
    <span className="status">
      <StatusMark status={state} /> {named(text, 'status', state)}
      {of.lock !== undefined && <span className="lock"> ({of.lock})</span>}
    </span>
  );
}

/** @param calm whether much of it is nothing to worry about */
export function Gauge({ label, part, say, calm = false }: { label: string; part: number; say: string; calm?: boolean }) {
  const share = Math.max(0, Math.min(1, Number.isFinite(part) ? part : 0));
  return (
    <div className="gauge">
      <span>{label}</span>
      <strong>{say}</strong>
      <div
        role="meter"
        aria-label={label}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={say}
      >
        <div className={share > 0.9 && !calm ? 'full' : ''} style={{ inlineSize: `${share * 100}%` }} />
      </div>
    </div>
  );
}

export function Tags({ tags }: { tags: string | undefined }) {
  const all = (tags ?? '').split(/[;, ]+/).filter((tag) => tag !== '');
  return (
    <span className="tags">
      {all.map((tag) => (
        <span key={tag}>{tag}</span>
      ))}
    </span>
  );
}
