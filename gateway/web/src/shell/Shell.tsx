import { useEffect, useState } from 'react';
import { ClusterPage } from '../cluster/ClusterPage';
import { GuestPage } from '../guest/GuestPage';
import { useRoute } from '../model/route';
import { isGuest, resources, useConnected, useResource } from '../model/resources';
import { NodePage } from '../node/NodePage';
import { Toasts } from '../parts/toasts';
import { StoragePage } from '../storage/StoragePage';
import { useText } from '../text/text';
import { Head } from './Head';
import { Navigation } from './Navigation';
import { TaskBar } from './TaskBar';

export function Shell({ user }: { user: string }) {
  const text = useText();
  const [menu, setMenu] = useState(false);
  const route = useRoute();
  const connected = useConnected();
  useEffect(() => {
    resources.start();
    return () => resources.stop();
  }, []);
  useEffect(() => setMenu(false), [route.id]);
  return (
    <div className={menu ? 'shell with-menu' : 'shell'}>
      <Head user={user} onMenu={() => setMenu(!menu)} />
      {!connected && (
        <p className="offline" role="status">
          {text('app.offline')}
        </p>
      )}
      <Navigation />
      <main>
        <Looked id={route.id} tab={route.tab} />
      </main>
      <TaskBar />
      <Toasts />
    </div>
  );
}

function Looked({ id, tab }: { id: string; tab: string }) {
  const entry = useResource(id);
  useEffect(() => {
    document.title = `${entry?.name ?? entry?.storage ?? entry?.node ?? 'Coppice'} – Coppice`;
  }, [entry]);
  if (entry === undefined) {
    return <ClusterPage tab={tab} />;
  }
  if (isGuest(entry)) {
    return <GuestPage key={id} entry={entry} tab={tab} />;
  }
  return entry.type === 'storage' ? <StoragePage key={id} entry={entry} tab={tab} /> : <NodePage key={id} entry={entry} tab={tab} />;
}
