import { useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { isRunning, type Task, useTasks } from '../model/tasks';
import { TaskLog } from '../parts/TaskLog';
import { TaskTable } from '../parts/TaskTable';
import { useText } from '../text/text';

export function TaskBar() {
  const text = useText();
  const tasks = useTasks();
  const [shown, setShown] = useState<Task>();
  const running = tasks.filter(isRunning).length;
  return (
    <section className="tasks" aria-label={text('tasks.title')}>
      <Disclosure className="taskbar" defaultExpanded>
      <Heading level={2}>
        <Button slot="trigger" aria-label={text('tasks.toggle')}>
          <span className="chevron" aria-hidden="true">▾</span> {text('tasks.title')} {running > 0 && <span className="badge">{running}</span>}
        </Button>
      </Heading>
      <DisclosurePanel>
        <TaskTable tasks={tasks} onOpen={setShown} />
      </DisclosurePanel>
      {shown !== undefined && <TaskLog task={shown} onClose={() => setShown(undefined)} />}
      </Disclosure>
    </section>
  );
}
