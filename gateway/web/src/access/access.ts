/** Users, groups, roles, grants and tokens, each read again when the file that holds them changes. */
import { get } from '../api/call';
import { type Live, useLive } from '../model/live';

export interface Token {
  tokenid: string;
  comment?: string;
  expire?: number;
  privsep?: boolean | number;
}

export interface User {
  userid: string;
  enable?: boolean | number;
  expire?: number;
  firstname?: string;
  lastname?: string;
  email?: string;
  comment?: string;
  /** With commas between them. */
  groups?: string;
  tokens?: Token[];
}

export interface Group {
  groupid: string;
  comment?: string;
  users?: string;
}

export interface Role {
  roleid: string;
  privs?: string;
  special?: boolean | number;
}

export interface Grant {
  path: string;
  type: 'user' | 'group' | 'token';
  ugid: string;
  roleid: string;
  propagate: boolean | number;
}

const list = <T>(path: string, parameters = {}): Live<readonly T[]> =>
  useLive(['access', path], () => get<T[]>(path, parameters), (event) => event.subject.includes('user.cfg') || event.subject.includes('domains.cfg'));

export const useUsers = () => list<User>('/access/users', { full: true });
export const useGroups = () => list<Group>('/access/groups');
export const useRoles = () => list<Role>('/access/roles');
export const useGrants = () => list<Grant>('/access/acl');
export const useRealms = () => list<{ realm: string; type?: string; comment?: string }>('/access/domains');

export const words = (text: string | undefined) => (text ?? '').split(/[\s,;]+/).filter((word) => word !== '');

/** A day as the form has it, `2027-01-31`, as the end of validity; 0 for never. */
export const endOf = (day: string) => (day === '' ? 0 : Math.floor(Date.parse(`${day}T00:00:00`) / 1000));

export function dayOf(unixSeconds: number | undefined): string {
  if (unixSeconds === undefined || unixSeconds === 0) {
    return '';
  }
  const date = new Date(unixSeconds * 1000);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
