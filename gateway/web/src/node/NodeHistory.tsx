import { useMemo } from 'react';
import { bytes, number, percent } from '../model/format';
import { LEAST_RATE } from '../parts/Chart';
import { type Graph, History } from '../parts/History';
import { useText } from '../text/text';

/** @param memory that the node has, in bytes */
export function NodeHistory({ node, memory }: { node: string; memory: number }) {
  const text = useText();
  const graphs = useMemo<readonly Graph[]>(() => {
    const locale = text.language;
    const say = (value: number) => bytes(value, locale);
    const rate = (value: number) => `${bytes(value, locale)}/s`;
    const one = (name: string, label: string) => ({ name, label });
    return [
      {
        title: text('chart.cpu'),
        curves: [one('cpu', text('field.cpu')), one('iowait', text('chart.iowait'))],
        say: (value) => percent(value, locale),
      },
      { title: text('field.load'), curves: [one('loadavg', text('field.load'))], say: (value) => number(value, locale, 2) },
      { title: text('chart.memory'), curves: [one('memused', text('field.used'))], say, most: memory, isBinary: true },
      { title: text('chart.network'), curves: [one('netin', text('chart.in')), one('netout', text('chart.out'))], say: rate, least: LEAST_RATE, isBinary: true },
      { title: text('chart.root'), curves: [one('rootused', text('field.used')), one('roottotal', text('field.total'))], say, isBinary: true },
    ];
  }, [text, memory]);
  return <History path={`/nodes/${node}`} graphs={graphs} />;
}
