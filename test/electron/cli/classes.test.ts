import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { temporaryFolder } from '../support/laptop.ts'
import { computer, syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

interface Student {
  readonly student_key: string
  readonly first: string
  readonly last: string
}

async function laptop() {
  const own = await syncedComputer(40)
  const ask = (...words: string[]) => own.run(['classes', ...words, '--json', '--data-dir', own.dataDir])
  const db = openDatabase(join(own.dataDir, 'gradekeep.db'))
  const students = db
    .prepare<[], Student>(
      `SELECT student_key, first, last FROM result WHERE student_key LIKE 'user:%' GROUP BY student_key LIMIT 3`,
    )
    .all()
  db.close()
  const keys = students.map(({ student_key }) => student_key)
  const file = (content: string, name = 'class.csv') => {
    const path = join(temporaryFolder(), name)
    writeFileSync(path, content)
    return path
  }
  return { ...own, ask, students, keys, file }
}

describe('gradekeep classes', () => {
  it('makes a class of students, lists and shows it, takes one out and deletes it', async () => {
    const { ask, keys, students } = await laptop()
    expect(await ask('list')).toMatchObject({ status: 0, json: { classes: [] } })
    const added = await ask('add', '10B', ...keys)
    expect(added).toMatchObject({ status: 0, err: '' })
    expect(added.json).toEqual({ classes: [{ name: '10B', students: keys.length }] })
    expect((await ask('add', '9A')).json).toEqual({ classes: [{ name: '9A', students: 0 }] })
    expect((await ask('list')).json).toEqual({
      classes: [
        { name: '10B', students: 3 },
        { name: '9A', students: 0 },
      ],
    })
    const shown = await ask('show', '10B')
    expect(shown.json.students).toHaveLength(3)
    expect(shown.json.students).toContainEqual({ ...students[0], external_id: null })
    expect((await ask('remove', '10B', keys[0] ?? '')).json).toEqual({ classes: [{ name: '10B', students: 2 }] })
    expect(await ask('delete', '10B')).toMatchObject({ status: 0, json: { classes: [{ name: '9A', students: 0 }] } })
  })

  it('takes whoever “people show” knows: before their first result, and by a key that was merged', async () => {
    const { ask, run, dataDir, keys, file } = await laptop()
    await ask('add', '10B', '--file', file('First name,Last name,E-mail\nDi,Added,di@x.example\n'))
    const awaited = 'mail:di@x.example|di added'
    const [into = '', former = ''] = keys
    await run(['people', 'merge', into, former, '--data-dir', dataDir])
    expect(await ask('add', '11A', awaited, former, into)).toMatchObject({ status: 0, err: '' })
    const { students } = (await ask('show', '11A')).json
    expect(students.map((each: Student) => each.student_key).toSorted()).toEqual([awaited, into].toSorted())
    expect(students).toContainEqual({ student_key: awaited, first: 'Di', last: 'Added', external_id: null })
    expect(await ask('add', '11A', 'user:0')).toMatchObject({ status: 2 })
  })

  it('says it in words too', async () => {
    const { run, dataDir, keys } = await laptop()
    const say = (...words: string[]) => run(['classes', ...words, '--data-dir', dataDir])
    expect(await say('add', '10B', keys[0] ?? '')).toMatchObject({ status: 0, out: '10B: 1 student\n', err: '' })
    expect((await say('show', '10B')).out).toMatch(/^user:\S+ {2}\S+ .+\n$/)
  })

  it('takes students from a file, whatever its columns stand in, and says which rows name nobody', async () => {
    const { ask, students, file } = await laptop()
    const [ann] = students
    const list = file(
      `Last name,First name,Student ID,Extra time\n${ann?.last},${ann?.first},S1,25%\nNew,Nora,S2,\n,,S3,\nNew,Nora,S4,\n`,
    )
    const added = await ask('add', '10B', '--file', list)
    expect(added).toMatchObject({ status: 0, json: { classes: [{ name: '10B', students: 2 }] } })
    expect(added.err).toBe(
      'Line 4 is passed over: there is no name.\n' +
        'Line 5, “Nora New”, is passed over: another row is of this person, or may be.\n',
    )
    expect((await ask('show', '10B')).json.students).toEqual(
      expect.arrayContaining([
        { ...ann, external_id: 'S1' },
        { student_key: 'name:nora new|', first: 'Nora', last: 'New', external_id: 'S2' },
      ]),
    )
    expect(await ask('add', '10B', '--file', list)).toMatchObject({ json: { classes: [{ students: 2 }] } })
  })

  it.each([
    ['two headings of one meaning', 'First name,Surname,Family name\nAda,Byron,Lovelace\n', '“Family name” (C)'],
    ['no heading that says a name', 'E-mail,Points\nada@x.example,5\n', '“E-mail” (A), “Points” (B)'],
    ['no headings', 'Ada,Lovelace\nBo,Li\n', 'A, B'],
  ])('asks rather than guesses with %s', async (_, content, choices) => {
    const { ask, file } = await laptop()
    const asked = await ask('add', '10B', '--file', file(content))
    expect(asked).toMatchObject({ status: 2, out: '' })
    expect(asked.err).toContain(choices)
    expect((await ask('list')).json).toEqual({ classes: [] })
  })

  it('says who of a file is perhaps already here, and adds them as the file says', async () => {
    const { ask, file } = await laptop()
    const list = (name: string) => file(`First name,Last name,E-mail\n${name}\n`)
    expect((await ask('add', '10B', '--file', list('Charlotte,Weber,lotte@x.example'))).err).toBe('')
    expect(await ask('add', '10C', '--file', list('Charlote,Weber,LOTTE@x.example'))).toMatchObject({
      status: 0,
      json: { classes: [{ name: '10C', students: 1 }] },
      err:
        '1 new student is perhaps already here. Nothing is put together; “people merge” would.\n' +
        'Line 2, “Charlote Weber”: perhaps Charlotte Weber, mail:lotte@x.example|charlotte weber ' +
        '(the same e-mail address, names that differ by one letter).\n',
    })
  })

  it('takes a column that is headed with both names, in the order that the heading says', async () => {
    const { ask, file } = await laptop()
    const lists = ['"Last, First"\n"Lovelace, Ada"\n', 'Nom Prénom;E-mail\nLovelace Ada;ada@x.example\n']
    for (const [at, list] of lists.entries()) {
      expect(await ask('add', `1${at}B`, '--file', file(list))).toMatchObject({ status: 0 })
      expect((await ask('show', `1${at}B`)).json.students).toMatchObject([{ first: 'Ada', last: 'Lovelace' }])
    }
  })

  it('reads the columns that are named', async () => {
    const { ask, file } = await laptop()
    const list = file('Ada,Lovelace,S1\nBo,Li,S2\n')
    const named = ['first=A', 'last=B', 'external-id=C'].flatMap((each) => ['--column', each])
    expect(await ask('add', '10B', '--file', list, ...named)).toMatchObject({ status: 0 })
    expect((await ask('show', '10B')).json.students).toEqual([
      { student_key: 'name:bo li|', first: 'Bo', last: 'Li', external_id: 'S2' },
      { student_key: 'name:ada lovelace|', first: 'Ada', last: 'Lovelace', external_id: 'S1' },
    ])
  })

  it.each([
    [2, ['add', '10B', 'user:nobody'], 'No student has the key “user:nobody”'],
    [2, ['add', ' '], 'A class needs a name'],
    [2, ['add', '10B', '--sheet', 'S'], '--sheet says how a file is read'],
    [2, ['add', '10B', '--file', 'F', '--column', 'age=A'], '--column says which column is what'],
    [2, ['remove', '10B'], 'needs the keys'],
    [2, [], 'list, show, add, remove or delete'],
    [1, ['show', 'none'], 'No class is called “none”. Nothing was changed. Look at the names'],
    [1, ['show', 'empt'], 'No class is called “empt”. Nothing was changed. Perhaps “Empty” is meant.'],
    [1, ['delete', 'emtpy'], 'Perhaps “Empty” is meant.'],
    [1, ['remove', 'Empty', 'user:1'], 'Not in the class: “user:1”'],
  ])('ends with %s for %j', async (status, words, said) => {
    const { ask } = await laptop()
    await ask('add', 'Empty')
    const asked = await ask(...words)
    expect(asked.status).toBe(status)
    expect(asked.err).toContain(said)
  })

  it('lists no class before an account is connected', async () => {
    const { gradekeep } = await computer()
    expect(await gradekeep('classes list --json')).toMatchObject({ status: 0, json: { classes: [] } })
    expect(await gradekeep('classes add 10B')).toMatchObject({ status: 1, out: '' })
  })

  it('fails and makes no class where no row of a file names anybody', async () => {
    const { ask, file } = await laptop()
    expect(await ask('add', '10B', '--file', file('Name,E-mail\nAda Lovelace,none\n'))).toMatchObject({ status: 1 })
    expect((await ask('list')).json).toEqual({ classes: [] })
  })

  it('fails and makes no class where a file has headings only, and leaves a class as it is', async () => {
    const { ask, file } = await laptop()
    for (const content of ['First name,Last name,E-mail\n', 'Name\n\n', '\ufeffName;E-mail\r\n;\r\n']) {
      const asked = await ask('add', '10B', '--file', file(content))
      expect(asked, content).toMatchObject({ status: 1, out: '' })
      expect(asked.err).toContain('there is nobody below the headings. Nothing was changed.')
    }
    expect((await ask('list')).json).toEqual({ classes: [] })
    await ask('add', '10B', '--file', file('Name\nAda Lovelace\n'))
    expect(await ask('add', '10B', '--file', file('Name\n'))).toMatchObject({ status: 1 })
    expect((await ask('list')).json).toMatchObject({ classes: [{ students: 1 }] })
    // One row without a heading is somebody.
    expect((await ask('add', '10C', '--file', file('Bo Ek\n'))).json).toMatchObject({ classes: [{ students: 1 }] })
  })
})
