/** Property strings, `local:iso/a.iso,media=cdrom`: the first part may lack its name. */

export interface Properties {
  /** The part without a name, empty where all have one. */
  main: string;
  parts: Record<string, string>;
}

export function parseProperties(text: string): Properties {
  const read: Properties = { main: '', parts: {} };
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    if (equals < 0) {
      read.main = part;
    } else {
      read.parts[part.slice(0, equals)] = part.slice(equals + 1);
    }
  }
  return read;
}

export function printProperties(properties: Properties): string {
  const parts = Object.entries(properties.parts)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`);
  return (properties.main === '' ? parts : [properties.main, ...parts]).join(',');
}

const DISK = /^(ide|sata|scsi|virtio)\d+$/;

export const isDisk = (key: string) => DISK.test(key);
export const isCdrom = (key: string, value: string) => isDisk(key) && parseProperties(value).parts['media'] === 'cdrom';
export const isNic = (key: string) => /^net\d+$/.test(key);

/** The first key of a family that is not taken: `scsi2`. */
export function freeKey(family: string, taken: Iterable<string>, most = 31): string {
  const keys = new Set(taken);
  for (let index = 0; index < most; index++) {
    if (!keys.has(family + index)) {
      return family + index;
    }
  }
  return `${family}0`;
}
