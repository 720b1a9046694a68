import { useMemo } from 'react';
import { time } from '../model/format';
import { isGood, isRunning, isUnknown, type Task, taskName } from '../model/tasks';
import { useText } from '../text/text';
import { Grid, type GridColumn } from './Grid';

export function TaskTable({ tasks, onOpen }: { tasks: readonly Task[]; onOpen: (task: Task) => void }) {
  const text = useText();
  const columns = useMemo<ReadonlyArray<GridColumn<Task>>>(
    () => [
      { id: 'task', head: text('field.task'), width: 260, show: (task) => <span title={task.type}>{taskName(text, task)}</span>, by: (task) => taskName(text, task) },
      { id: 'start', head: text('field.start'), show: (task) => time(task.starttime, text.language), by: (task) => task.starttime },
      { id: 'end', head: text('field.end'), show: (task) => time(task.endtime, text.language), by: (task) => task.endtime },
      { id: 'node', head: text('field.node'), show: (task) => task.node, by: (task) => task.node },
      { id: 'user', head: text('field.user'), show: (task) => task.user, by: (task) => task.user },
      { id: 'status', head: text('field.status'), show: (task) => <Outcome task={task} />, by: (task) => task.status },
    ],
    [text],
  );
  return <Grid label={text('tasks.title')} entries={tasks} columns={columns} idOf={(task) => task.upid} onOpen={onOpen} empty={text('tasks.none')} />;
}

function Outcome({ task }: { task: Task }) {
  const text = useText();
  if (isRunning(task)) {
    return <span className="outcome running">◌ {text('tasks.running')}</span>;
  }
  if (isUnknown(task)) {
    return (
      <span className="outcome" title={time(task.asof, text.language)}>
        ? {text('status.unknown')}
      </span>
    );
  }
  return <span className={isGood(task.status) ? 'outcome good' : 'outcome bad'}>{isGood(task.status) ? '✓' : '✗'} {task.status}</span>;
}
