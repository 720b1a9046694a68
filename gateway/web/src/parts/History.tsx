/** Graphs of the past, over a time that is chosen. */
import { useState } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { type Point, TIMEFRAMES, type Timeframe, usePast } from '../model/history';
import { useText } from '../text/text';
import { Chart } from './Chart';

export interface Curve {
  /** What the server calls it. */
  name: string;
  label: string;
}

export interface Graph {
  title: string;
  curves: readonly Curve[];
  say: (value: number) => string;
  /** Where the axis ends; by the figures where it is left out. */
  most?: number;
  least?: number;
  isBinary?: boolean;
}

const KEPT = 'coppice.timeframe';

function kept(): Timeframe {
  const word = localStorage.getItem(KEPT);
  return TIMEFRAMES.find((one) => one === word) ?? 'hour';
}

/** @param path of a node, guest or storage */
export function History({ path, graphs, isDecade = true }: { path: string; graphs: readonly Graph[]; isDecade?: boolean }) {
  const text = useText();
  const [chosen, setChosen] = useState<Timeframe>(kept);
  const frames = TIMEFRAMES.filter((one) => isDecade || one !== 'decade');
  const timeframe = frames.includes(chosen) ? chosen : 'year';
  const past = usePast(path, timeframe);
  const choose = (next: Timeframe | undefined) => {
    if (next !== undefined) {
      localStorage.setItem(KEPT, next);
      setChosen(next);
    }
  };
  if (past.absent) {
    return null;
  }
  const times = past.points.map((point) => point.time);
  return (
    <section className="history" aria-label={text('history.title')}>
      <header>
        <h2>{text('history.title')}</h2>
        <ToggleButtonGroup
          className="segments"
          aria-label={text('history.timeframe')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[timeframe]}
          onSelectionChange={(keys) => choose([...keys][0] as Timeframe | undefined)}
        >
          {frames.map((one) => (
            <ToggleButton key={one} id={one}>
              {text(`history.${one}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </header>
      <div className="charts">
        {graphs.map((graph) => (
          <Chart
            key={graph.title}
            title={graph.title}
            times={times}
            series={graph.curves.map((curve) => ({ label: curve.label, values: past.points.map((point) => valueOf(point, curve.name)) }))}
            say={graph.say}
            {...(graph.most === undefined ? {} : { most: graph.most })}
            {...(graph.least === undefined ? {} : { least: graph.least })}
            isBinary={graph.isBinary ?? false}
          />
        ))}
      </div>
    </section>
  );
}

const valueOf = (point: Point, name: string) => {
  const value = point[name];
  return value === undefined || !Number.isFinite(Number(value)) ? null : Number(value);
};
