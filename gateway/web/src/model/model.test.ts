import { describe, expect, it } from 'vitest';
import { treeOf } from '../shell/Navigation';
import { de } from '../text/de';
import { en } from '../text/en';
import { valuesOf } from './figures';
import { bytes, duration, percent } from './format';
import { freeKey, isCdrom, parseProperties, printProperties } from './property';
import { type Resource, resourceOf } from './resources';
import { hashOf, parseRoute } from './route';

describe('property strings', () => {
  it('come back as they were', () => {
    for (const text of ['local:iso/a.iso,media=cdrom', 'virtio=BC:24:11:00:00:01,bridge=vmbr0,tag=7', 'none,media=cdrom']) {
      expect(printProperties(parseProperties(text))).toBe(text);
    }
  });
  it('tell a CD drive from a disk', () => {
    expect(isCdrom('ide2', 'none,media=cdrom')).toBe(true);
    expect(isCdrom('scsi0', 'local:100/a.raw')).toBe(false);
  });
  it('find the first free key', () => {
    expect(freeKey('scsi', ['scsi0', 'scsi2', 'net1'])).toBe('scsi1');
  });
});

describe('figures', () => {
  it('are binary and in the language of the page', () => {
    expect(bytes(1536 * 1024 * 1024, 'de')).toBe('1,5 GiB');
    expect(bytes(1000, 'en')).toBe('1,000 B');
    expect(bytes(undefined, 'en')).toBe('–');
    expect(percent(0.256, 'en')).toBe('26%');
    expect(duration(90_061)).toBe('1 d 1 h');
    expect(duration(59)).toBe('59 s');
  });
  it('of counters are rates, and none where a counter began anew', () => {
    expect(valuesOf({ status: 'running', netin: 300 }, { status: 'running', netin: 100 }, 2)['netin']).toBe(100);
    expect(valuesOf({ status: 'running', netin: 5 }, { status: 'running', netin: 100 }, 2)['netin']).toBe(0);
  });
});

describe('the address', () => {
  it('leads back to what was looked at', () => {
    for (const id of ['qemu/100', 'storage/pve1/local', '']) {
      expect(parseRoute(hashOf(id, 'tasks'))).toEqual({ id, tab: 'tasks' });
    }
  });
});

describe('events', () => {
  it('say which entry to read again', () => {
    expect(resourceOf('guest/100', (id) => id === 'qemu/100')).toBe('qemu/100');
    expect(resourceOf('guest/200', (id) => id === 'lxc/200')).toBe('lxc/200');
    expect(resourceOf('nodes/pve1/lxc/200.conf', () => false)).toBe('lxc/200');
    expect(resourceOf('storage.cfg:storage:local', () => false)).toBe('*');
    expect(resourceOf('task/UPID:vm:000011E5:D0840B4E:6B0B8F79:qmstart:100:admin@pve:', () => false)).toBe('qemu/100');
    expect(resourceOf('task/UPID:vm:000011E5:D0840B4E:6B0B8F79:download:local:admin@pve:', () => false)).toBeUndefined();
  });
});

describe('the tree', () => {
  const all: Resource[] = [
    { id: 'node/pve1', type: 'node', node: 'pve1', status: 'online' },
    { id: 'node/pve2', type: 'node', node: 'pve2', status: 'online' },
    { id: 'qemu/100', type: 'qemu', node: 'pve1', vmid: 100, name: 'web', tags: 'shop' },
    { id: 'storage/pve1/local', type: 'storage', node: 'pve1', storage: 'local' },
  ];
  it('has guests before storages below their node', () => {
    expect(treeOf(all, '', 'All').children[0]?.children.map((one) => one.label)).toEqual(['100 web', 'local']);
  });
  it('is cut to what is searched for', () => {
    const found = treeOf(all, 'SHOP', 'All');
    expect(found.children.map((one) => one.label)).toEqual(['pve1']);
    expect(found.children[0]?.children).toHaveLength(1);
  });
});

describe('languages', () => {
  it('have the same places for values', () => {
    for (const key of Object.keys(en) as Array<keyof typeof en>) {
      expect(de[key].match(/\{\d\}/g)?.sort() ?? [], key).toEqual(en[key].match(/\{\d\}/g)?.sort() ?? []);
    }
  });
});
