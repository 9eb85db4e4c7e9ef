import i18next from 'i18next'

/** Sentences by key, with `{{facts}}` in them. One that counts something has the forms `key_one` and `key_other`. */
type Sentences = Readonly<Record<string, string>>

/** The keys a sentence is asked for by: both forms of a counted one share theirs. */
type KeyOf<Key> = Key extends `${infer Counted}_${'one' | 'other'}` ? Counted : Key

/** What is filled in. `count` chooses the plural form. */
export type Facts = Readonly<Record<string, string | number>>

/**
 * Speaks a set of English sentences; i18next chooses the plural form. Each set stands alone, so that what is shared
 * speaks in the window, in a worker and on the command line without the window's own texts.
 */
export function translator<const Set extends Sentences>(
  sentences: Set,
): (key: KeyOf<keyof Set & string>, facts?: Facts) => string {
  let translate: ((key: string, facts?: Facts) => string) | undefined
  const prepared = () => {
    const own = i18next.createInstance()
    own.init({
      lng: 'en',
      resources: { en: { own: sentences } },
      defaultNS: 'own',
      // Keys are names such as "internal" or "network/offline.what", never paths; texts are escaped where they are shown.
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      initAsync: false,
    })
    // The window declares i18next's keys as its own, for every instance.
    return own.t as unknown as (key: string, facts?: Facts) => string
  }
  return (key, facts) => {
    // Made when first asked, for most commands count nothing.
    translate ??= prepared()
    return translate(key, facts)
  }
}
