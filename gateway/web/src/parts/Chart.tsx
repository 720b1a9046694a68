/** A line of figures over time. Its last value is said in text as well. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface Series {
  label: string;
  values: ReadonlyArray<number | null>;
}

interface Props {
  title: string;
  times: readonly number[];
  series: readonly Series[];
  say: (value: number) => string;
  most?: number;
}

const COLOURS = ['--chart-1', '--chart-2'];
const HEIGHT = 180;

export function Chart({ title, times, series, say, most }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const labels = series.map((one) => one.label).join('\n');
  useEffect(() => {
    const div = place.current;
    if (div === null) {
      return;
    }
    plot.current = new uPlot(options(div, labels.split('\n'), say, most), [[], ...labels.split('\n').map(() => [])], div);
    const watch = new ResizeObserver(() => plot.current?.setSize({ width: div.clientWidth, height: HEIGHT }));
    watch.observe(div);
    return () => {
      watch.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [labels, say, most]);
  useEffect(() => {
    plot.current?.setData([[...times], ...series.map((one) => [...one.values])]);
  });
  const last = series.map((one) => one.values.at(-1)).map((value) => (value == null ? '–' : say(value)));
  return (
    <figure className="chart">
      <figcaption>
        {title} <strong>{last.join(' / ')}</strong>
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${last.join(' / ')}`} />
    </figure>
  );
}

function options(div: HTMLElement, labels: readonly string[], say: (value: number) => string, most: number | undefined): uPlot.Options {
  const colour = (name: string) => resolved(div, name);
  const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
  return {
    width: div.clientWidth || 300,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, max) => [0, most ?? Math.max(max * 1.1, 1)] } },
    axes: [axis, { ...axis, size: 70, values: (_, ticks) => ticks.map(say) }],
    series: [
      {},
      ...labels.map((label, index) => ({
        label,
        stroke: colour(COLOURS[index % COLOURS.length] ?? '--chart-1'),
        width: 1.8,
        spanGaps: false,
        points: { show: false },
      })),
    ],
  };
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
