import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, Radio, RadioGroup } from 'react-aria-components';
import { logout } from '../api/session';
import { PasswordDialog } from '../access/UserDialog';
import { CreateContainer } from '../guest/CreateContainer';
import { CreateGuest } from '../guest/CreateGuest';
import { useText } from '../text/text';
import { applyTheme, keptTheme, type Theme } from './theme';

export function Head({ user, onMenu }: { user: string; onMenu: () => void }) {
  const text = useText();
  const [creating, setCreating] = useState<'qemu' | 'lxc'>();
  const [changing, setChanging] = useState(false);
  const [theme, setTheme] = useState<Theme>(keptTheme);
  const choose = (next: Theme) => {
    applyTheme(next);
    setTheme(next);
  };
  return (
    <header className="head">
      <Button className="menu-button" aria-label={text('head.menu')} onPress={onMenu}>
        ☰
      </Button>
      <a href="#/" className="brand">
        <img src="./mark.svg" alt="" width="24" height="24" /> Coppice
      </a>
      <span className="space" />
      <Button className="primary" onPress={() => setCreating('qemu')}>
        {text('head.create')}
      </Button>
      <Button onPress={() => setCreating('lxc')}>{text('head.createContainer')}</Button>
      <LanguageChoice />
      <MenuTrigger>
        <Button aria-label={user}>{user} ▾</Button>
        <Popover className="popover">
          <Menu
            selectionMode="single"
            selectedKeys={[theme]}
            onAction={(key) => (key === 'logout' ? logout() : key === 'password' ? setChanging(true) : choose(key as Theme))}
          >
            <MenuItem id="auto">{text('head.theme.auto')}</MenuItem>
            <MenuItem id="light">{text('head.theme.light')}</MenuItem>
            <MenuItem id="dark">{text('head.theme.dark')}</MenuItem>
            {!user.endsWith('@pam') && <MenuItem id="password">{text('head.password')}</MenuItem>}
            <MenuItem id="logout">{text('head.logout')}</MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {creating === 'qemu' && <CreateGuest onClose={() => setCreating(undefined)} />}
      {creating === 'lxc' && <CreateContainer onClose={() => setCreating(undefined)} />}
      {changing && <PasswordDialog userid={user} onClose={() => setChanging(false)} />}
    </header>
  );
}

export function LanguageChoice() {
  const text = useText();
  return (
    <RadioGroup
      className="languages"
      orientation="horizontal"
      aria-label={text('head.language')}
      value={text.language}
      onChange={(next) => text.choose(next === 'de' ? 'de' : 'en')}
    >
      <Radio value="en">EN</Radio>
      <Radio value="de">DE</Radio>
    </RadioGroup>
  );
}
