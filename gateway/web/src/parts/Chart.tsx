/** Lines of figures over time. The last values are said in text as well, and those under the pointer. */
import { useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { moment, tick } from '../model/format';
import { useScheme } from '../shell/theme';
import { useText } from '../text/text';

export interface Series {
  label: string;
  values: ReadonlyArray<number | null>;
}

interface Props {
  title: string;
  times: readonly number[];
  series: readonly Series[];
  say: (value: number) => string;
  /** Where the axis ends; by the figures where it is left out. */
  most?: number;
  /** Where the axis ends at the least. */
  least?: number;
  /** Whether the axis is divided by powers of two, as bytes are. */
  isBinary?: boolean;
}

const COLOURS = ['--chart-1', '--chart-2'];
const HEIGHT = 160;
const POWERS = Array.from({ length: 50 }, (_, power) => 2 ** power);
/** Below this a rate is drawn as nearly none, in bytes per second. */
export const LEAST_RATE = 1024;

export function Chart({ title, times, series, say, most, least = 0.01, isBinary = false }: Props) {
  const text = useText();
  const scheme = useScheme();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [pointed, setPointed] = useState<number>();
  const labels = series.map((one) => one.label).join('\n');
  useEffect(() => {
    const div = place.current;
    if (div === null) {
      return;
    }
    const drawn = new uPlot(options(div, { labels: labels.split('\n'), say, most, least, isBinary, locale: text.language, onPoint: setPointed }), [[], ...labels.split('\n').map(() => [])], div);
    plot.current = drawn;
    const watch = new ResizeObserver(() => drawn.setSize({ width: div.clientWidth, height: HEIGHT }));
    watch.observe(div);
    return () => {
      watch.disconnect();
      drawn.destroy();
      plot.current = undefined;
    };
  }, [labels, say, most, least, isBinary, text.language, scheme]);
  useEffect(() => {
    plot.current?.setData([[...times], ...series.map((one) => [...one.values])]);
  }, [times, series, scheme, labels, say, most, text.language]);
  const at = pointed !== undefined && pointed < times.length ? pointed : times.length - 1;
  const said = series.map((one) => ({ label: one.label, value: one.values[at] })).map(({ label, value }) => ({ label, value: value == null ? '–' : say(value) }));
  const summary = said.map((one) => (said.length > 1 ? `${one.label} ${one.value}` : one.value)).join(', ');
  return (
    <figure className="chart">
      <figcaption>
        <span className="name">{title}</span>
        {pointed !== undefined && <span className="muted">{moment(times[at], text.language)}</span>}
        {said.map((one, index) => (
          <span key={one.label} className="value">
            <i className={`line-${index + 1}`} aria-hidden="true" />
            {said.length > 1 && <span className="muted">{one.label}</span>} <strong>{one.value}</strong>
          </span>
        ))}
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${summary}`} />
    </figure>
  );
}

interface Drawn {
  labels: readonly string[];
  say: (value: number) => string;
  most: number | undefined;
  least: number;
  isBinary: boolean;
  locale: string;
  /** Told which point the pointer is at, or that it has left. */
  onPoint: (index: number | undefined) => void;
}

function options(div: HTMLElement, { labels, say, most, least, isBinary, locale, onPoint }: Drawn): uPlot.Options {
  const colour = (name: string) => resolved(div, name);
  const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
  const lines = labels.map((label, index) => {
    const stroke = colour(COLOURS[index % COLOURS.length] ?? '--chart-1');
    return { label, stroke, fill: stroke.replace('rgb(', 'rgba(').replace(')', ', 0.12)'), width: 1.8, spanGaps: false, points: { show: false } };
  });
  return {
    width: div.clientWidth || 300,
    height: HEIGHT,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    hooks: { setCursor: [(drawn) => onPoint(drawn.cursor.idx ?? undefined)] },
    scales: { x: { range: (_, min, max) => span(min, max) }, y: { range: (_, __, max) => [0, most ?? Math.max((max ?? 0) * 1.1, least)] } },
    axes: [
      { ...axis, size: 26, values: (_, ticks, __, ___, step) => ticks.map((time) => tick(time, step, locale)) },
      { ...axis, size: 76, ...(isBinary ? { incrs: POWERS } : {}), values: (_, ticks) => ticks.map(say) },
    ],
    series: [{}, ...lines],
  };
}

/** The shortest time that is drawn, in seconds: one that has just begun is not spread over years. */
const SHORTEST = 60;

/** What the drawing library makes of a single moment, in seconds: nearly three years. */
const OF_ONE_MOMENT = 86_400_000;

function span(min: number | null, max: number | null): [number, number] {
  const end = (max !== null && min !== null && max - min === OF_ONE_MOMENT ? min : max) ?? Date.now() / 1000;
  return [Math.min(min ?? end, end - SHORTEST), end];
}

/** A canvas knows no variables, and nothing of light and dark: the browser says what a colour is here and now. */
function resolved(div: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  div.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
