import type { Database } from 'better-sqlite3'

interface Kept {
  readonly table: 'saved_view' | 'gradebook' | 'setting'
  readonly id: number
  readonly text: string
  /** The account of a gradebook; null for a view and the last place, which say it themselves. */
  readonly account: string | null
}

interface AnyCondition {
  readonly field: unknown
  readonly value: unknown
  readonly within?: unknown
}

/** No result ever has this number: an empty list would ask for all of them. */
const ofNoResult = Number.MAX_SAFE_INTEGER

/** Where the window was is no setting: nobody chooses it, and no other window hears of it. */
export const lastPlaceName = 'lastPlace'

/** Changes what saved views, gradebooks and the list last looked at ask for, where it is called otherwise now or is no longer here. */
export function definitionQueries(db: Database) {
  const all = db.prepare<[], Kept>(
    `SELECT 'saved_view' AS "table", id, definition AS text, NULL AS account FROM saved_view
     UNION ALL SELECT 'gradebook', id, definition, account_id FROM gradebook
     UNION ALL SELECT 'setting', 0, value, NULL FROM setting WHERE name = '${lastPlaceName}'`,
  )
  const update = {
    saved_view: db.prepare<[string, number]>('UPDATE saved_view SET definition = ? WHERE id = ?'),
    gradebook: db.prepare<[string, number]>('UPDATE gradebook SET definition = ? WHERE id = ?'),
    setting: db.prepare<[string, number]>(`UPDATE setting SET value = ? WHERE name = '${lastPlaceName}' AND ? = 0`),
  }
  const followPlace = db.prepare<{ account: string; from: string; to: string }>(
    `UPDATE setting SET value = json_set(value, '$.place.key', @to)
     WHERE name = '${lastPlaceName}' AND iif(json_valid(value),
       value ->> '$.place.account' = @account AND value ->> '$.place.key' = @from, 0)`,
  )
  const isElsewhere = {
    class: db.prepare<[string, string], 1>('SELECT 1 FROM class WHERE name = ? AND account_id <> ? LIMIT 1'),
    label: db.prepare<[string, string], 1>('SELECT 1 FROM label WHERE name = ? AND account_id <> ? LIMIT 1'),
  }
  const isStudentElsewhere = db.prepare<[string, string], 1>(
    'SELECT 1 FROM result WHERE student_key = ? AND account_id <> ? LIMIT 1',
  )
  const isResult = db.prepare<[unknown], 1>('SELECT 1 FROM result WHERE id = ?')
  const accountsWithField = db.prepare<[string], string>('SELECT account_id FROM extra_field WHERE name = ?').pluck()

  /** @param conditionNow a condition as it is to be; `account`: the only one that is asked, or null */
  function changeEach(conditionNow: (condition: AnyCondition, account: string | null) => AnyCondition): void {
    for (const { table, id, text, account } of all.all()) {
      const before = parsed(text)
      const asked = account ?? accountIn(before)
      const after = withConditions(before, (condition) => conditionNow(condition, asked))
      if (JSON.stringify(after) !== JSON.stringify(before)) update[table].run(JSON.stringify(after), id)
    }
  }
  /** @param valuesNow the values of a condition as they are to be; `account`: the only one that is asked, or null */
  const changeConditions = (
    field: string,
    valuesNow: (values: readonly unknown[], account: string | null) => readonly unknown[],
  ): void =>
    changeEach((condition, asked) =>
      condition.field === field && Array.isArray(condition.value)
        ? { ...condition, value: valuesNow(condition.value, asked) }
        : condition,
    )

  return {
    /** Has definitions ask for a class or label of an account by the name it has now. */
    followRename: (what: 'class' | 'label', account: string, from: string, to: string): void =>
      changeConditions(what, (names, asked) => {
        if (asked !== null && asked !== account) return names
        // Another account's class may be called the same and keeps its name.
        const now = asked === null && isElsewhere[what].get(from, account) !== undefined ? [from, to] : [to]
        return names.includes(from) ? [...new Set(names.flatMap((name) => (name === from ? now : [name])))] : names
      }),
    /**
     * Has definitions ask for a student of an account by the key that ClassMarker's facts give them now, and the window
     * open again at their page.
     */
    followStudent: (account: string, from: string, to: string): void => {
      followPlace.run({ account, from, to })
      changeConditions('student', (students, asked) => {
        const after = students.flatMap((student) => {
          if (!isStudent(student) || student.key !== from) return [student]
          const own = student.account ?? asked
          if (own !== null && own !== account) return [student]
          // One of whatever account goes on meaning the others' as well.
          const isOthers = own === null && isStudentElsewhere.get(from, account) !== undefined
          return isOthers ? [student, { account, key: to }] : [{ ...student, key: to }]
        })
        return [...new Map(after.map((student) => [JSON.stringify(student), student])).values()]
      })
    },
    /**
     * Has definitions ask for an extra field by the name it has now. One that asks for fields of several links by one
     * name goes on doing so while any of them has it.
     */
    followExtraField: (account: string, from: string, to: string): void => {
      const left = new Set(accountsWithField.all(from))
      changeEach((condition, asked) => {
        if (condition.within !== from || (asked !== null && asked !== account)) return condition
        const isLeft = asked === null ? left.size > 0 : left.has(asked)
        return isLeft ? condition : { ...condition, within: to }
      })
    },
    /** Drops picked results that are no longer here: their numbers are given to others. */
    dropGoneResults: (): void =>
      changeConditions('id', (ids) => {
        const left = ids.filter((id) => isResult.get(id) !== undefined)
        return left.length === 0 && ids.length > 0 ? [ofNoResult] : left
      }),
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isStudent = (value: unknown): value is { readonly account: string | null; readonly key: string } =>
  isObject(value) && 'account' in value && 'key' in value

/** A definition with each of its conditions changed. */
function withConditions(value: unknown, change: (condition: AnyCondition) => AnyCondition): unknown {
  if (Array.isArray(value)) return value.map((each) => withConditions(each, change))
  if (!isObject(value)) return value
  if ('field' in value && 'op' in value && 'value' in value)
    return change({ ...value, field: value.field, value: value.value })
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withConditions(each, change)]))
}

const accountIn = (definition: unknown): string | null =>
  isObject(definition) && 'account' in definition && typeof definition.account === 'string' ? definition.account : null

/** Null where it cannot be read: it stays as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
