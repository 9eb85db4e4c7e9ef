import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { unpackCopy } from '../../../electron/store/packed-copy.ts'
import { unpackAnswers } from '../../../electron/store/results/packed-answers.ts'
import { fold } from '../../../shared/model/text.ts'

/**
 * Where words still are in any file under a folder: in its bytes, in packed answers, in packed copies, and in the index
 * of the certificate desk, whose letters stand apart. Throws for a word of less than six letters: packed bytes hold such
 * a one by chance.
 */
export async function leftBehind(folder: string, words: readonly string[]): Promise<string[]> {
  const short = words.find((word) => fold(word).length < 6)
  if (short !== undefined) throw new Error(`"${short}" is too short to be looked for`)
  const found: string[] = []
  const forms = words.flatMap((word) => [word, fold(word), encodeURIComponent(word)].map((each) => each.toLowerCase()))
  const look = (place: string, text: string) => {
    const lower = text.toLowerCase()
    if (forms.some((word) => lower.includes(word))) found.push(place)
  }
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name)
    look(file, `${file} ${readFileSync(file).toString('utf8')}`)
    if (!/\.db(\.zst)?$/.test(entry.name)) continue
    const private_ = mkdtempSync(join(tmpdir(), 'gradekeep-look-'))
    try {
      const copy = join(private_, 'copy.db')
      if (entry.name.endsWith('.zst')) await unpackCopy(file, copy)
      else {
        copyFileSync(file, copy)
        if (entries.some(({ name }) => name === `${entry.name}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
      }
      look(`${file} as it is`, readFileSync(copy).toString('utf8'))
      lookIntoDatabase(copy, (place, text) => look(`${file} ${place}`, text), words)
    } finally {
      rmSync(private_, { recursive: true })
    }
  }
  return [...new Set(found)]
}

function lookIntoDatabase(copy: string, look: (place: string, text: string) => void, words: readonly string[]): void {
  const db = new SqliteDatabase(copy)
  try {
    const pages = db.prepare<[], Buffer>('SELECT answers FROM answer_page').pluck().all()
    for (const page of pages) look('answers', unpackAnswers(page).join('\n'))
    db.exec(`CREATE VIRTUAL TABLE temp.term USING fts5vocab('main', 'certificate_search', 'row')`)
    const terms = new Set(db.prepare<[], string>('SELECT term FROM temp.term').pluck().all())
    for (const word of words) {
      const letters = fold(word).replaceAll(' ', '')
      const parts = Array.from({ length: Math.max(0, letters.length - 2) }, (_, at) => letters.slice(at, at + 3))
      if (parts.length > 0 && parts.every((part) => terms.has(part) || terms.has(part.toUpperCase())))
        look('desk', word)
    }
  } finally {
    db.close()
  }
}
