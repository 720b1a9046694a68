/** A task's log while it is written: read on behind the last line, each time the server has waited for its end. */
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { del, get } from '../api/call';
import { type Ended, isGood, isRunning, type Task, taskName, taskPath, type TaskLine } from '../model/tasks';
import { useText } from '../text/text';
import { Frame } from './Dialogs';
import { attempt } from './toasts';

const LINES = 500;

export function TaskLog({ task, onClose }: { task: Task; onClose: () => void }) {
  const text = useText();
  const { lines, end } = useLog(task);
  const place = useRef<HTMLPreElement>(null);
  useEffect(() => {
    place.current?.scrollTo({ top: place.current.scrollHeight });
  }, [lines]);
  return (
    <Frame title={text('tasks.log', taskName(text, task))} onClose={onClose} wide>
      <pre ref={place} className="log" tabIndex={0} role="log" aria-live="polite">
        {lines.map((line) => `${line.t}\n`)}
      </pre>
      <footer>
        {end === undefined ? (
          <Button onPress={() => void attempt(() => del(taskPath(task.upid)))}>{text('act.stop')}</Button>
        ) : (
          <span className={isGood(end) ? 'outcome good' : 'outcome bad'}>{end}</span>
        )}
        <Button className="primary" onPress={onClose}>
          {text('act.close')}
        </Button>
      </footer>
    </Frame>
  );
}

function useLog(task: Task): { lines: readonly TaskLine[]; end: string | undefined } {
  const [lines, setLines] = useState<readonly TaskLine[]>([]);
  const [end, setEnd] = useState<string | undefined>(isRunning(task) ? undefined : task.status);
  useEffect(() => {
    let over = false;
    const read = async () => {
      let from = 0;
      while (!over) {
        const status = await get<Ended>(`${taskPath(task.upid)}/status`, { wait: 1 });
        const more = await get<TaskLine[]>(`${taskPath(task.upid)}/log`, { start: from, limit: LINES });
        const fresh = more.filter((line) => line.n > from);
        from = fresh.at(-1)?.n ?? from;
        setLines((old) => [...old, ...fresh]);
        if (status.status === 'stopped' && fresh.length < LINES) {
          setEnd(status.exitstatus ?? '');
          return;
        }
      }
    };
    setLines([]);
    void attempt(read);
    return () => {
      over = true;
    };
  }, [task.upid]);
  return { lines, end };
}
