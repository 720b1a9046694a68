import { useState } from 'react';
import type { Task } from '../model/tasks';
import { TaskLog } from './TaskLog';
import { TaskTable } from './TaskTable';

export function TaskList({ tasks }: { tasks: readonly Task[] }) {
  const [shown, setShown] = useState<Task>();
  return (
    <div className="filling">
      <TaskTable tasks={tasks} onOpen={setShown} />
      {shown !== undefined && <TaskLog task={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
}
