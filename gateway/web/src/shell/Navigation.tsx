/** The tree of nodes, guests and storages. Branches that are closed cost nothing, and of open ones only what is seen is there. */
import { useMemo, useState } from 'react';
import { Button, Collection, Input, type Key, Label, ListLayout, SearchField, Tree, TreeItem, TreeItemContent, Virtualizer } from 'react-aria-components';
import { go, useRoute } from '../model/route';
import { isGuest, type Resource, useResources } from '../model/resources';
import { StatusMark } from '../parts/Status';
import { useText } from '../text/text';

export interface Branch {
  id: string;
  label: string;
  status: string | undefined;
  sign: string;
  children: Branch[];
}

const SIGNS: Record<string, string> = { node: '▤', qemu: '▣', lxc: '▢', storage: '◫', pool: '◇' };
const ROOT = 'root';

export function Navigation() {
  const text = useText();
  const all = useResources();
  const route = useRoute();
  const [wanted, setWanted] = useState('');
  const [open, setOpen] = useState<Set<Key>>(new Set([ROOT]));
  const tree = useMemo(() => treeOf(all, wanted, text('nav.all')), [all, wanted, text]);
  const opened = useMemo(
    () => (wanted === '' && tree.children.length > 1 ? open : new Set<Key>([ROOT, ...tree.children.map((c) => c.id)])),
    [open, wanted, tree],
  );
  return (
    <nav aria-label={text('nav.label')}>
      <SearchField className="search" value={wanted} onChange={setWanted}>
        <Label className="hidden">{text('nav.search')}</Label>
        <Input placeholder={text('nav.searchHint')} />
      </SearchField>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 30 }}>
        <Tree
          className="tree"
          aria-label={text('nav.label')}
          items={[tree]}
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={[route.id === '' ? ROOT : route.id]}
          onSelectionChange={(keys) => keys !== 'all' && go(idOf([...keys][0]))}
          expandedKeys={opened}
          onExpandedChange={setOpen}
        >
          {(branch) => <Item branch={branch} />}
        </Tree>
      </Virtualizer>
    </nav>
  );
}

const idOf = (key: Key | undefined) => (key === undefined || key === ROOT ? '' : String(key));

function Item({ branch }: { branch: Branch }) {
  return (
    <TreeItem id={branch.id} textValue={branch.label}>
      <TreeItemContent>
        {({ level, hasChildItems, isExpanded }) => (
          <div className="branch" style={{ paddingInlineStart: `${(level - 1) * 14}px` }}>
            {hasChildItems ? (
              <Button slot="chevron">{isExpanded ? '▾' : '▸'}</Button>
            ) : (
              <span className="no-chevron" />
            )}
            <span className="sign" aria-hidden="true">
              {branch.sign}
            </span>
            {branch.status !== undefined && <StatusMark status={branch.status} />}
            <span className="label">{branch.label}</span>
          </div>
        )}
      </TreeItemContent>
      <Collection items={branch.children}>{(child) => <Item branch={child} />}</Collection>
    </TreeItem>
  );
}

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
    .sort((a, b) => (a.node ?? '').localeCompare(b.node ?? '', undefined, { numeric: true }));
  return {
    id: ROOT,
    label: rootLabel,
    status: undefined,
    sign: '⌂',
    children: nodes.map((node) => branch(node, (byNode.get(node.node ?? '') ?? []).sort(order).map((one) => branch(one, [])))),
  };
}

function fits(entry: Resource, word: string): boolean {
  return word === '' || [entry.name, entry.tags, entry.storage, entry.vmid].some((text) => String(text ?? '').toLowerCase().includes(word));
}

function order(a: Resource, b: Resource): number {
  return Number(a.type === 'storage') - Number(b.type === 'storage') || (a.vmid ?? 0) - (b.vmid ?? 0) || a.id.localeCompare(b.id);
}

function branch(entry: Resource, children: Branch[]): Branch {
  const label = isGuest(entry) ? `${entry.vmid} ${entry.name ?? ''}` : (entry.storage ?? entry.node ?? entry.id);
  return { id: entry.id, label, status: entry.status, sign: SIGNS[entry.type] ?? '·', children };
}
