import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { connected, noon } from '../support/laptop.ts'
import { leftBehind } from './left-behind.ts'

const name = { first: 'Quzzix', last: 'Vexwythe-Ómm' }
const email = 'q.vexwythe@sentinel.example'
const code = 'QVX-7731-ZZ'
const serial = 'VXSENTINEL77'
const key = `mail:${email}|quzzix vexwythe-ómm`
const theirs = ['Quzzix', 'Vexwythe', email, code, serial, 'QVX7731']

async function withSentinel() {
  const laptop = await connected({ results: 30 })
  const { simulator, account, sync, dataDir } = laptop
  const { world } = simulator
  const taken = { email, cm_user_id: '', access_code: code }
  world.addLinkResult({ ...name, ...taken, certificate_serial: serial })
  world.addLinkResult({ ...name, ...taken, access_code: code })
  // Another person of the same address, who stays.
  world.addLinkResult({ first: 'Ulla', last: 'Brandt', email: 'family@sentinel.example', cm_user_id: '' })
  world.addLinkResult({ first: 'Quzzix', last: 'Other', email: 'family@sentinel.example', cm_user_id: '' })
  await sync()
  const write = <T>(work: (db: Database) => T): T => {
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    try {
      return work(db)
    } finally {
      db.close()
    }
  }
  const students = () => write((db) => db.prepare('SELECT DISTINCT student FROM result').pluck().all()) as string[]
  return { ...laptop, account, students, write }
}

/** The student in every place that a teacher, ClassMarker or this program can write to. */
async function everywhere(given: Awaited<ReturnType<typeof withSentinel>>) {
  const { core, account, dataDir, write } = given
  const a = account.id
  const whole = `${name.first} ${name.last}`
  const merged = `name:${whole.toLowerCase()}|`
  const member = { ...name, email, externalId: null, extraTime: null }
  await core.store.addClass(a, `Only ${whole}`, [{ ...member, key }], noon)
  await core.store.addClass(a, '10B', [{ ...member, key: merged }], noon)
  await core.store.mergeStudents(a, key, [merged], noon)
  const book = { account: a, name: `Book of ${whole}`, definition: usualGradebook }
  const bookId = await core.store.saveGradebook({ ...book, id: null })
  const pdf = join(dataDir, 'certificates', `${name.last}, ${name.first}.pdf`)
  mkdirSync(join(dataDir, 'certificates'))
  writeFileSync(pdf, '%PDF-1.7 of Quzzix')
  mkdirSync(join(dataDir, 'logs'), { recursive: true })
  writeFileSync(join(dataDir, 'logs', 'main.log'), `started\nfailed for ${whole}\nended\n`)
  write((db) => {
    const result = db.prepare('SELECT max(id) FROM result WHERE student = ?').pluck().get(key)
    const other = db.prepare(`SELECT max(id) FROM result WHERE last = 'Other'`).pluck().get()
    const run = (sql: string, ...values: unknown[]) => void db.prepare(sql).run(...values)
    run('INSERT INTO note (account_id, student_key, text, made_at, changed_at) VALUES (?, ?, ?, 1, 1)', a, key, 'ill')
    run('INSERT INTO note (account_id, result_id, text, made_at, changed_at) VALUES (?, ?, ?, 1, 1)', a, result, whole)
    run(
      'INSERT INTO note (account_id, result_id, text, made_at, changed_at) VALUES (?, ?, ?, 1, 1)',
      ...[a, other, `Sat beside ${name.last}, ${name.first} (${email.toUpperCase()}, ${code}).`],
    )
    run(`INSERT INTO label (id, account_id, name, colour) VALUES (1, ?, ?, 0)`, a, `Like ${whole}`)
    run('INSERT INTO extra_field VALUES (1, ?, 10, 1, ?)', a, `Class of ${whole}`)
    run('INSERT INTO extra_field VALUES (2, ?, 10, 2, ?)', a, `Class of ${email}`)
    run('INSERT INTO student_label (label_id, student_key) VALUES (1, ?)', key)
    run('INSERT INTO identity_verdict VALUES (?, ?, ?, ?, 1)', a, key, `${key}x`, 'later')
    run('INSERT INTO added_student VALUES (?, ?, ?, ?, ?, 1)', a, merged, name.first, name.last, email)
    run(
      `INSERT INTO saved_view (id, name, place, definition) VALUES (1, ?, 0, ?)`,
      ...[`View of ${whole}`, JSON.stringify({ filter: [{ field: 'search', op: 'contains', value: 'vexwythe' }] })],
    )
    run(
      `INSERT INTO saved_view (id, name, place, definition) VALUES (2, 'Two', 0, ?)`,
      JSON.stringify({
        filter: [
          { field: 'student', op: 'in', value: [key, 'user:1'] },
          { field: 'search', op: 'contains', value: 'other' },
        ],
      }),
    )
    const asksByName = [
      { field: 'label', op: 'in', value: [`Like ${whole}`, 'Re-sit'] },
      { field: 'class', op: 'in', value: [`Only ${whole}`, `Gone with ${whole}`] },
      { field: 'extraInfo', op: 'contains', value: '10B', within: `Class of ${email}` },
    ]
    run(
      `INSERT INTO saved_view (id, name, place, definition) VALUES (3, 'Three', 0, ?)`,
      JSON.stringify({ filter: asksByName }),
    )
    run(
      `INSERT INTO unreadable (account_id, feed, raw, problem, seen_at) VALUES (?, 'links', ?, 'odd', 1)`,
      ...[a, JSON.stringify({ ...name, email, test_id: null })],
    )
    run(
      `INSERT INTO unreadable (account_id, feed, raw, problem, seen_at) VALUES (?, 'links', '{"cut": "${email}', 'x', 1)`,
      a,
    )
    run(
      'INSERT INTO result_change (result_id, seen_at, field, old_value, new_value) VALUES (?, 1, ?, ?, ?)',
      ...[result, 'email', JSON.stringify('vexwythe.old@sentinel.example'), JSON.stringify(email)],
    )
    run(
      'INSERT INTO certificate_file (result_id, serial, file, bytes, saved_at) VALUES (?, ?, ?, 9, 1)',
      ...[result, serial, pdf],
    )
    run(
      `INSERT INTO import_run (account_id, made_at, files, counts) VALUES (?, 1, ?, '{}')`,
      a,
      `Essay of ${whole}.json`,
    )
    run(
      "INSERT INTO attempt_answers (result_id, finished, to_grade, listed, run_id, marks) VALUES (?, 1, 0, 0, 1, x'00')",
      result,
    )
    run(
      'INSERT INTO attempt_text (result_id, texts) VALUES (?, ?)',
      result,
      JSON.stringify({ r: [[0, [`I, ${whole}`]]] }),
    )
    run(
      `INSERT INTO import_row (run_id, result_id, before, is_new, has_answers, texts_before) VALUES (1, ?, ?, 0, 1, ?)`,
      ...[result, JSON.stringify({ email }), `Told by ${whole}`],
    )
    run(`INSERT INTO grade_override VALUES (?, ?, 1, 'excused', NULL, ?, 1)`, a, 'user:1', `as for ${whole}`)
    run(
      `INSERT INTO sync_run (account_id, ended_at, outcome, summary) VALUES (?, 1, 'x', ?)`,
      a,
      `{"error":{"code":"internal","detail":{"name":"${whole}"}}}`,
    )
    run(
      `INSERT INTO access_code (account_id, list_id, code, name, added_at, sort_code, sort_name, search_text)
       VALUES (?, 1, ?, ?, 1, ?, ?, ?)`,
      ...[a, code, whole, code.toLowerCase(), 'quzzix vexwythe-omm', 'qvx quzzix vexwythe-omm'],
    )
    run(
      `INSERT INTO outbox (account_id, list_id, code, name, operation, before, queued_at, sort_code, sort_name, search_text)
       VALUES (?, 1, ?, ?, 'add', 'unknown', 1, 'x', 'x', 'x')`,
      ...[a, code, whole],
    )
    run(`INSERT INTO code_action (id, account_id, list_id, at, change, origin) VALUES (1, ?, 1, 1, 'add', ?)`, a, whole)
    run(`INSERT INTO code_action_change (action_id, code, name, change) VALUES (1, ?, ?, 'add')`, code, whole)
    run(`INSERT INTO setting VALUES ('lastPlace', ?)`, JSON.stringify({ search: whole }))
  })
  await core.store.recordHandIn(bookId, await core.store.handInOf(usualGradebook), noon)
  return { pdf }
}

describe('an erased student', () => {
  it('is in no file under the data folder, and does not come back with the next sync', async () => {
    const given = await withSentinel()
    const { core, account, dataDir, students, sync } = given
    const { pdf } = await everywhere(given)
    await core.snapshots.takeDaily()
    expect(await leftBehind(dataDir, theirs)).not.toEqual([])
    const student = { account: account.id, key }
    expect(await core.erasing.preview(student)).toMatchObject({
      ...name,
      ...{ email, results: 2, certificates: 1, files: 1, notes: 2, codes: 1, classes: 2, unreadable: 2, copies: 1 },
    })
    const before = await core.store.countResults([])
    expect(await core.erasing.erase(student, true)).toEqual({
      ...{ results: 2, copiesRemoved: 1, copiesLeft: 0, filesLeft: [], isClean: true },
    })
    expect(existsSync(pdf)).toBe(false)
    expect(readFileSync(join(dataDir, 'logs', 'main.log'), 'utf8')).toBe('started\nended\n')
    // A first name that another student has is theirs too, and stays.
    const alone = theirs.filter((word) => word !== 'Quzzix')
    expect(await leftBehind(dataDir, alone)).toEqual([])
    expect(await core.store.countResults([])).toBe(before - 2)
    await sync()
    await sync()
    expect(students()).not.toContain(key)
    expect(students()).toContain('mail:family@sentinel.example|quzzix other')
    await core.close()
    expect(await leftBehind(dataDir, alone)).toEqual([])
  })

  it('would be found wherever one place were forgotten', async () => {
    const given = await withSentinel()
    const { core, account, dataDir, write } = given
    await core.erasing.erase({ account: account.id, key }, true)
    const alone = theirs.filter((word) => word !== 'Quzzix')
    expect(await leftBehind(dataDir, alone)).toEqual([])
    write((db) => db.prepare('INSERT INTO taken_code (key) VALUES (?)').run('QVX7731ZZ'))
    expect(await leftBehind(dataDir, alone)).not.toEqual([])
    write((db) => db.exec('PRAGMA secure_delete = OFF; DELETE FROM taken_code'))
    expect(await leftBehind(dataDir, alone)).not.toEqual([])
    await core.store.clean()
    expect(await leftBehind(dataDir, alone)).toEqual([])
  })

  it('leaves others of the same address, the views of others, and copies where they are not to be remade', async () => {
    const given = await withSentinel()
    const { core, account, dataDir, students, write } = given
    await everywhere(given)
    await core.snapshots.takeDaily()
    const all = students()
    expect(await core.erasing.erase({ account: account.id, key }, false)).toMatchObject({
      copiesRemoved: 0,
      copiesLeft: 1,
    })
    expect(students().toSorted()).toEqual(all.filter((each) => each !== key).toSorted())
    expect((await leftBehind(dataDir, [code, serial])).every((place) => place.includes('backups'))).toBe(true)
    expect(await leftBehind(dataDir, [code, serial])).not.toEqual([])
    // What a restore of that copy is told by: here somebody was erased, there nobody.
    const [copy] = await core.snapshots.list()
    expect((await core.snapshots.preview(copy?.name ?? '')).erased).toBeUndefined()
    expect((await core.store.contents()).erased).toBe(5)
    const rows = write((db) => ({
      views: db.prepare('SELECT definition FROM saved_view').pluck().all(),
      names: db.prepare('SELECT name FROM class UNION SELECT name FROM label ORDER BY name').pluck().all(),
      fields: db.prepare('SELECT name FROM extra_field').pluck().all(),
      notes: db.prepare('SELECT text FROM note').pluck().all(),
      steps: db.prepare('SELECT count(*) FROM local_change').pluck().get(),
    }))
    expect(rows).toEqual({
      views: [
        JSON.stringify({
          filter: [
            { field: 'student', op: 'in', value: ['user:1'] },
            { field: 'search', op: 'contains', value: 'other' },
          ],
        }),
        // The names that label and class have now.
        JSON.stringify({
          filter: [
            { field: 'label', op: 'in', value: ['Like …', 'Re-sit'] },
            { field: 'class', op: 'in', value: ['Only …', 'Gone with …'] },
            { field: 'extraInfo', op: 'contains', value: '10B', within: 'Class of … 2' },
          ],
        }),
      ],
      names: ['10B', 'Like …', 'Only …'],
      fields: ['Class of …', 'Class of … 2'],
      notes: ['Sat beside … (…, …).'],
      steps: 0,
    })
    await expect(core.erasing.preview({ account: account.id, key })).rejects.toThrow('student/not-found')
    expect(readdirSync(join(dataDir, 'backups'))).toHaveLength(1)
  })

  it('stays away under another number with the same address and name, but nobody else of that address does', async () => {
    const laptop = await connected({ results: 5 })
    const { simulator, account, sync, core, dataDir } = laptop
    const take = (last: string, cm_user_id: string, first = 'Zoëmira') =>
      simulator.world.addLinkResult({ first, last, cm_user_id, email: 'Home@sentinel.example', access_code: '' })
    take('Vexwythe', 'one')
    take('Vexwythe', 'twin', 'Zora')
    await sync()
    await core.erasing.erase({ account: account.id, key: 'cm:one' }, false)
    take('Vexwythe', 'two')
    take('Zoemira', '', 'vexwythe')
    take('Vexwythe', '')
    take('Vexwythe', '', 'Zack')
    await sync()
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    onTestFinished(() => void db.close())
    const there = db.prepare(`SELECT DISTINCT first FROM result WHERE email = 'Home@sentinel.example'`).pluck().all()
    expect(there.toSorted()).toEqual(['Zack', 'Zora'])
    expect(await leftBehind(dataDir, ['Zoëmira', 'vexwythe zoemira'])).toEqual([])
  })

  it('is not missed in somebody of the same name and address who stays under another number', async () => {
    const laptop = await connected({ results: 5 })
    const { simulator, account, sync, core } = laptop
    const take = (cm_user_id: string) =>
      simulator.world.addLinkResult({ first: 'Zoë', last: 'Vexwythe', cm_user_id, email: 'z@sentinel.example' })
    take('one')
    take('two')
    await sync()
    const before = await core.store.countResults([])
    await core.erasing.erase({ account: account.id, key: 'cm:one' }, false)
    take('two')
    await sync()
    expect(await core.store.countResults([])).toBe(before)
  })

  it('is cleaned up at the next start where the program ended before', async () => {
    const given = await withSentinel()
    const { core, account } = given
    await core.store.eraseStudent({ account: account.id, key }, noon)
    expect(await core.store.isUnclean()).toBe(true)
    await core.erasing.finish()
    expect(await core.store.isUnclean()).toBe(false)
  })
})

describe('erasing somebody who is told by one word', () => {
  it.each([
    { first: 'Ann', last: 'Yoo', access_code: 'RUIZANA', word: 'RUIZANA' },
    { first: '', last: 'Vexwythe', access_code: '', word: 'Vexwythe' },
  ])('leaves that word nowhere: $word', async ({ word, ...person }) => {
    const laptop = await connected({ results: 10 })
    const { simulator, account, sync, dataDir, core } = laptop
    const a = account.id
    simulator.world.addLinkResult({ email: '', cm_user_id: 'cm-odd', ...person })
    await sync()
    await core.store.addClass(a, word, [], noon)
    await core.store.addLabel({ account: a, name: word, colour: 0 }, null)
    const asks = { field: 'label', op: 'in', value: [word] } as const
    const sort = { field: 'finished', direction: 'desc' } as const
    const columns = { hidden: [], order: [], pinned: [] }
    await core.store.addView(word, { screen: 'results', account: null, filter: [asks], sort, columns })
    mkdirSync(join(dataDir, 'logs'), { recursive: true })
    writeFileSync(join(dataDir, 'logs', 'main.log'), `started\nfailed for ${word}\nended\n`)
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    onTestFinished(() => void db.close())
    const write = (sql: string, ...values: unknown[]) => void db.prepare(sql).run(...values)
    write(
      'INSERT INTO note (account_id, result_id, text, made_at, changed_at) VALUES (?, 1, ?, 1, 1)',
      ...[a, `Took the place of ${word.toLowerCase()}.`],
    )
    // Nobody's, of a test that is called so.
    write(
      `INSERT INTO unreadable (account_id, feed, raw, problem, seen_at) VALUES (?, 'links', ?, 'odd', 1)`,
      ...[a, JSON.stringify({ test_name: `About ${word}`, test_id: null })],
    )
    const student = { account: a, key: 'cm:cm-odd' }
    expect(await core.erasing.preview(student)).toMatchObject({ unreadable: 0, notSearched: [] })
    await core.erasing.erase(student, false)
    const all = (sql: string) => db.prepare(sql).pluck().all()
    expect(
      all('SELECT name FROM class UNION ALL SELECT name FROM label UNION ALL SELECT name FROM saved_view'),
    ).toEqual(['…', '…', '…'])
    expect(all('SELECT text FROM note')).toEqual(['Took the place of ….'])
    expect(all('SELECT count(*) FROM unreadable')).toEqual([1])
    write('DELETE FROM unreadable')
    await core.store.clean()
    expect(await leftBehind(dataDir, [word])).toEqual([])
    const [view] = await core.store.listViews()
    expect(view).toMatchObject({ definition: { filter: [{ field: 'label', value: ['…'] }] }, gone: [] })
    expect(readFileSync(join(dataDir, 'logs', 'main.log'), 'utf8')).toBe('started\nended\n')
  })
})

describe('erasing somebody whose name or code is an everyday word', () => {
  const rules = { ...usualGradebook.rules, kinds: [{ name: 'Best', weight: 100 }] }
  const rows = (db: Database) => ({
    ...Object.fromEntries(
      ['gradebook', 'setting', 'sync_run', 'note', 'class', 'hand_in'].map((table) => [
        table,
        db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
      ]),
    ),
  })

  it.each([
    { first: 'Best', last: '' },
    { first: '', last: 'en' },
    { first: 'complete', last: '' },
    { first: '1', last: '' },
    { first: 'null', last: '' },
    { first: 'Ann', last: 'Yoo', access_code: 'first' },
    { first: 'Ann', last: 'Yoo', access_code: '2026' },
    { first: 'Ann', last: 'Yoo', email: 'best' },
    { first: 'Ann', last: 'Yoo', access_code: '2026-01-31' },
  ])('leaves gradebooks, settings and what happened as they were: %o', async (person) => {
    const laptop = await connected({ results: 10 })
    const { simulator, account, sync, dataDir, core } = laptop
    simulator.world.addLinkResult({ email: '', access_code: '', cm_user_id: 'cm-odd', ...person })
    await sync()
    const definition = { ...usualGradebook, rules, period: { from: '2026-01-31', to: null } }
    await core.store.saveGradebook({ id: null, account: account.id, name: 'Best in class 2026', definition })
    await core.store.changeSettings({ lists: { results: { order: ['first', 'last'], widths: { first: 200 } } } })
    await core.store.addClass(account.id, 'First and best, 2026', [], noon)
    const db = openDatabase(join(dataDir, 'gradekeep.db'))
    const settingsOf = (all: ReturnType<typeof rows>) => ({
      ...all,
      setting: (all.setting as { name: string }[]).filter(({ name: each }) => each !== 'erasureKey'),
    })
    try {
      db.prepare('INSERT INTO note (account_id, result_id, text, made_at, changed_at) VALUES (?, 1, ?, 1, 1)').run(
        ...[account.id, 'The best of 2026, complete at first, null in 1.'],
      )
      const before = rows(db)
      const { notSearched } = await core.erasing.preview({ account: account.id, key: 'cm:cm-odd' })
      // An address is asked for only where a teacher wrote it in, and a date has digits enough to be looked for.
      expect(notSearched).toEqual(
        'email' in person || person.access_code === '2026-01-31'
          ? []
          : [person.access_code ?? `${person.first}${person.last}`],
      )
      await core.erasing.erase({ account: account.id, key: 'cm:cm-odd' }, false)
      expect(settingsOf(rows(db))).toEqual(settingsOf(before))
      expect(before.gradebook).toHaveLength(1)
      expect(before.sync_run).not.toEqual([])
    } finally {
      db.close()
    }
  })
})
