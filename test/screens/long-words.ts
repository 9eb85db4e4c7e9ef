import { join } from 'node:path'
import { openDatabase } from '../../electron/store/open.ts'
import { createStoreApi } from '../../electron/store/store-api.ts'
import { accountNamed, noon, pageWith, resultOf } from '../electron/store/laptop-database.ts'

export const letters = 100_000
/** One unbroken word for each script that is laid out in its own way. */
const scripts = {
  latin: 'abcdefghij',
  arabic: 'السلامعليكم',
  emoji: '👩🏽‍🏫',
  combining: 'e\u0301\u0323\u0308',
  cjk: '漢字仮名交文',
}
const wordOf = (piece: string): string => piece.repeat(Math.ceil(letters / piece.length)).slice(0, letters)
export const longWords = Object.values(scripts).map(wordOf)

/** Writes an account whose every field from outside is one word of 100,000 letters, a result and a code for each script. */
export function fillWithLongWords(folder: string): void {
  const db = openDatabase(join(folder, 'gradekeep.db'))
  const calls = createStoreApi(db)
  calls.addAccount({ ...accountNamed('a'), name: longWords[0] ?? '' })
  const sources = longWords.map((name, place) => ({
    ...{ feed: 'links' as const, id: 10 + place, name, linkUrlId: name.slice(0, 40), accessListId: 100 + place },
    testIds: [place + 1],
  }))
  calls.saveDiscovery('a', { sources, tests: longWords.map((name, place) => ({ id: place + 1, name })) }, noon)
  const results = longWords.map((word, place) =>
    resultOf({
      ...{ feed: 'links', testId: place + 1, sourceId: 10 + place, linkResultId: place + 1, userId: null },
      ...{ first: word, last: word, email: `${word}@${word}`, accessCode: word, cmUserId: word },
      ...{ extraInfo: [word, word], duration: word, ipAddress: word },
      ...{ certificateSerial: `${place}${word}`, certificateUrl: null, status: 'f' },
    }),
  )
  calls.applyPage(
    pageWith(results, {
      feed: 'links',
      tests: longWords.map((name, place) => ({ id: place + 1, name })),
      sources: longWords.map((name, place) => ({ id: 10 + place, name })),
      unreadable: longWords.map((word) => ({ raw: JSON.stringify({ word }), problem: word, reader: 1_000 })),
    }),
  )
  for (const [place, name] of longWords.entries()) {
    const list = { accountId: 'a', listId: 100 + place }
    calls.applyCodes({ list, change: 'add', origin: 'pasted', codes: [{ code: `CODE${place}`, name }], at: noon })
  }
  db.close()
}
