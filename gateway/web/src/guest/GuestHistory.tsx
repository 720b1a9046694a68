import { useMemo } from 'react';
import { bytes, percent } from '../model/format';
import { guestPath, type Resource } from '../model/resources';
import { LEAST_RATE } from '../parts/Chart';
import { type Graph, History } from '../parts/History';
import { useText } from '../text/text';

/** @param memory that the guest has at most, in bytes */
export function GuestHistory({ entry, memory }: { entry: Resource; memory: number }) {
  const text = useText();
  const graphs = useMemo<readonly Graph[]>(() => {
    const locale = text.language;
    const rate = (value: number) => `${bytes(value, locale)}/s`;
    const one = (name: string, label: string) => ({ name, label });
    return [
      { title: text('chart.cpu'), curves: [one('cpu', text('field.cpu'))], say: (value) => percent(value, locale), most: 1 },
      { title: text('chart.memory'), curves: [one('mem', text('field.memory'))], say: (value) => bytes(value, locale), most: memory, isBinary: true },
      { title: text('chart.network'), curves: [one('netin', text('chart.in')), one('netout', text('chart.out'))], say: rate, least: LEAST_RATE, isBinary: true },
      { title: text('chart.disk'), curves: [one('diskread', text('chart.read')), one('diskwrite', text('chart.write'))], say: rate, least: LEAST_RATE, isBinary: true },
    ];
  }, [text, memory]);
  return <History path={guestPath(entry)} graphs={graphs} isDecade={false} />;
}
