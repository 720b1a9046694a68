/** The tree of nodes, guests and storages. */
import { useCallback, useMemo, useState } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';
import { go, useRoute } from '../model/route';
import { isGuest, type Kind, type Resource, useResources } from '../model/resources';
import { Sign } from '../parts/Sign';
import { StatusMark } from '../parts/Status';
import { TreeList } from '../parts/TreeList';
import { useText } from '../text/text';

export interface Branch {
  id: string;
  label: string;
  status: string | undefined;
  kind: Kind | 'root';
  children: readonly Branch[];
}

const ROOT = 'root';

export function Navigation() {
  const text = useText();
  const all = useResources();
  const route = useRoute();
  const [wanted, setWanted] = useState('');
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const tree = useMemo(() => treeOf(all, wanted, text('nav.all')), [all, wanted, text]);
  // all are open where they are few, or searched for; what somebody has turned is the other way round
  const isMany = wanted === '' && tree.children.length > 1 && all.length > MANY;
  const isOpen = useCallback((id: string) => (id === ROOT || !isMany) !== turned.has(id), [isMany, turned]);
  const toggle = (id: string) =>
    setTurned((old) => {
      const next = new Set(old);
      return next.delete(id) ? next : next.add(id);
    });
  return (
    <nav aria-label={text('nav.label')}>
      <SearchField className="search" value={wanted} onChange={setWanted}>
        <Label className="hidden">{text('nav.search')}</Label>
        <Input placeholder={text('nav.searchHint')} />
      </SearchField>
      <TreeList
        label={text('nav.label')}
        root={tree}
        isOpen={isOpen}
        toggle={toggle}
        selected={route.id === '' ? ROOT : route.id}
        onSelect={(id) => go(id === ROOT ? '' : id)}
        show={(branch) => (
          <>
            <Sign of={branch.kind} />
            <span className="label">{branch.label}</span>
            {branch.status !== undefined && <StatusMark status={branch.status} />}
          </>
        )}
      />
    </nav>
  );
}

/** With more entries than this the branches of several nodes begin closed. */
const MANY = 300;

const byName = new Intl.Collator(undefined, { numeric: true });

export function treeOf(all: readonly Resource[], wanted: string, rootLabel: string): Branch {
  const word = wanted.trim().toLowerCase();
  const byNode = new Map<string, Resource[]>();
  for (const entry of all) {
    if ((isGuest(entry) || entry.type === 'storage') && fits(entry, word)) {
      const node = entry.node ?? '';
      const there = byNode.get(node);
      if (there === undefined) {
        byNode.set(node, [entry]);
      } else {
        there.push(entry);
      }
    }
  }
  const nodes = all
    .filter((entry) => entry.type === 'node' && (word === '' || byNode.has(entry.node ?? '')))
    .sort((a, b) => byName.compare(a.node ?? '', b.node ?? ''));
  return {
    id: ROOT,
    label: rootLabel,
    status: undefined,
    kind: 'root',
    children: nodes.map((node) => branch(node, (byNode.get(node.node ?? '') ?? []).sort(order).map(leaf))),
  };
}

function fits(entry: Resource, word: string): boolean {
  return word === '' || [entry.name, entry.tags, entry.storage, entry.vmid].some((text) => String(text ?? '').toLowerCase().includes(word));
}

function order(a: Resource, b: Resource): number {
  return Number(a.type === 'storage') - Number(b.type === 'storage') || (a.vmid ?? 0) - (b.vmid ?? 0) || byName.compare(a.id, b.id);
}

/** Made once for each entry, which is another object when anything of it has changed. */
const leaves = new WeakMap<Resource, Branch>();

function leaf(entry: Resource): Branch {
  let made = leaves.get(entry);
  if (made === undefined) {
    made = branch(entry, []);
    leaves.set(entry, made);
  }
  return made;
}

function branch(entry: Resource, children: readonly Branch[]): Branch {
  const label = isGuest(entry) ? `${entry.vmid} ${entry.name ?? ''}` : (entry.storage ?? entry.node ?? entry.id);
  return { id: entry.id, label, status: entry.status, kind: entry.type, children };
}
