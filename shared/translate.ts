import i18next from 'i18next'

/** Sentences by key, with `{{facts}}` in them. A sentence with a count has the forms `key_one` and `key_other`. */
type Sentences = Readonly<Record<string, string>>

/** The keys that callers use: both forms of a counted sentence share one. */
type KeyOf<Key> = Key extends `${infer Counted}_${'one' | 'other'}` ? Counted : Key

/** The facts filled in. `count` chooses the plural form. */
export type Facts = Readonly<Record<string, string | number>>

/**
 * Returns a function that fills in a set of English sentences; i18next chooses the plural form. Each set is separate,
 * so that shared code can make sentences in the window, in a worker and on the command line without the window's own
 * texts.
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
      // Keys are names such as "internal" or "network/offline.what", never paths; texts are escaped where they are
      // shown.
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      initAsync: false,
    })
    // The window declares i18next's keys as its own, for every instance.
    return own.t as unknown as (key: string, facts?: Facts) => string
  }
  return (key, facts) => {
    // Prepared at first use, since most commands count nothing.
    translate ??= prepared()
    return translate(key, facts)
  }
}
