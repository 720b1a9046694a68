/** The language of the page: chosen once, kept in the browser, that of the browser until then. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { number } from '../model/format';
import { de } from './de';
import { en, type Key } from './en';

export type Language = 'en' | 'de';

const TEXTS: Record<Language, Record<Key, string>> = { en, de };
const KEPT = 'coppice.language';

export interface Text {
  (key: Key, ...values: Array<string | number>): string;
  language: Language;
  choose(language: Language): void;
}

const Context = createContext<Text | undefined>(undefined);

function first(): Language {
  const wanted = localStorage.getItem(KEPT) ?? navigator.language.slice(0, 2);
  return wanted === 'de' ? 'de' : 'en';
}

export function TextProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(first);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const text = useMemo<Text>(() => {
    const say = (key: Key, ...values: Array<string | number>) =>
      TEXTS[language][key].replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
    return Object.assign(say, {
      language,
      choose: (next: Language) => {
        localStorage.setItem(KEPT, next);
        setLanguage(next);
      },
    });
  }, [language]);
  return (
    <I18nProvider locale={language === 'de' ? 'de-DE' : 'en-GB'}>
      <Context.Provider value={text}>{children}</Context.Provider>
    </I18nProvider>
  );
}

export function useText(): Text {
  const text = useContext(Context);
  if (text === undefined) {
    throw new Error('outside of TextProvider');
  }
  return text;
}

/** A word of the API that has a name here, and itself where it has none. */
export function named(text: Text, group: string, word: string): string {
  const key = `${group}.${word}`;
  return key in en ? text(key as Key) : word;
}

export const processors = (text: Text, count: number) => text(count === 1 ? 'figure.processor' : 'figure.processors', number(count, text.language));
