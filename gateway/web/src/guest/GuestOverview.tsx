import { useCallback } from 'react';
import { useCurrent, useSamples } from '../model/figures';
import { bytes, duration, percent } from '../model/format';
import type { Resource } from '../model/resources';
import { Chart, LEAST_RATE } from '../parts/Chart';
import { Gauge } from '../parts/Status';
import { named, processors, useText } from '../text/text';
import { GuestHistory } from './GuestHistory';

export function GuestOverview({ entry }: { entry: Resource }) {
  const text = useText();
  const current = useCurrent(entry);
  const samples = useSamples(current);
  const locale = text.language;
  const sayPart = useCallback((value: number) => percent(value, locale), [locale]);
  const sayBytes = useCallback((value: number) => bytes(value, locale), [locale]);
  const sayRate = useCallback((value: number) => `${bytes(value, locale)}/s`, [locale]);
  const times = samples.map((sample) => sample.time);
  const series = (name: string, label = name) => ({ label, values: samples.map((sample) => sample.values[name] ?? null) });
  const maxmem = current?.maxmem ?? entry.maxmem ?? 0;
  const cpus = current?.cpus ?? entry.maxcpu ?? 1;
  const status = current?.qmpstatus ?? current?.status ?? entry.status ?? 'unknown';
  return (
    <>
      <section className="facts">
        <dl>
          <dt>{text('field.status')}</dt>
          <dd>{named(text, 'status', status)}</dd>
          <dt>{text('field.node')}</dt>
          <dd>{entry.node}</dd>
          <dt>{text('field.uptime')}</dt>
          <dd>{duration(current?.uptime)}</dd>
          <dt>{text('field.disk')}</dt>
          <dd>{bytes(current?.maxdisk ?? entry.maxdisk, locale)}</dd>
        </dl>
        <Gauge
          label={text('field.cpu')}
          part={current?.cpu ?? 0}
          say={text('figure.of', percent(current?.cpu ?? 0, locale), processors(text, cpus))}
        />
        <Gauge
          label={text('field.memory')}
          part={maxmem > 0 ? (current?.mem ?? 0) / maxmem : 0}
          say={text('figure.of', bytes(current?.mem ?? 0, locale), bytes(maxmem, locale))}
        />
      </section>
      <section className="charts" aria-label={text('chart.since')}>
        <Chart title={text('chart.cpu')} times={times} series={[series('cpu', text('field.cpu'))]} say={sayPart} most={1} />
        <Chart title={text('chart.memory')} times={times} series={[series('mem', text('field.memory'))]} say={sayBytes} most={maxmem} isBinary />
        <Chart title={text('chart.network')} times={times} series={[series('netin', text('chart.in')), series('netout', text('chart.out'))]} say={sayRate} least={LEAST_RATE} isBinary />
        <Chart title={text('chart.disk')} times={times} series={[series('diskread', text('chart.read')), series('diskwrite', text('chart.write'))]} say={sayRate} least={LEAST_RATE} isBinary />
      </section>
      <GuestHistory entry={entry} memory={maxmem} />
    </>
  );
}
