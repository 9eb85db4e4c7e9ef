import { describe, expect, it, vi } from 'vitest'
import { codesInOrder } from '../../../electron/store/codes/page.ts'
import { idsInOrder } from '../../../electron/store/results/rows.ts'
import { type StoreApi, storeOn } from '../../../electron/store/store-api.ts'
import type { CodesFilter } from '../../../shared/model/access-code.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import type { SortField } from '../../../shared/model/result-fields.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { noon } from './laptop-database.ts'
import { filled, sampleRows, zoneOf } from './sample-rows.ts'

const { db } = filled(sampleRows(300))
const oneZone = new Map([
  ['a', 'UTC'],
  ['b', 'UTC'],
])
const twoZones = new Map(Object.entries(zoneOf))

interface Step {
  readonly parent: number
  readonly detail: string
}

/** How SQLite finds the ids of the first page; whole rows are read only for those few. */
function planOf(field: SortField, direction: 'asc' | 'desc', filter: ResultsFilter = [], zones = oneZone): string[] {
  const { sql, parameters } = idsInOrder({ filter, sort: { field, direction } }, zones).limit(100).compile()
  const steps = db.prepare<unknown[], Step>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters)
  return steps.filter(({ parent }) => parent === 0).map(({ detail }) => detail)
}

describe('the first page', () => {
  it.each([
    ['finished', 'result_by_finished'],
    ['name', 'result_by_name'],
  ] as const)('by %s is read from its index in either direction, without sorting', (field, index) => {
    for (const direction of ['asc', 'desc'] as const)
      expect(planOf(field, direction)).toEqual([`SCAN result USING COVERING INDEX ${index}`])
  })

  it('of some accounts is read from the same index', () => {
    expect(planOf('finished', 'desc', [{ field: 'account', op: 'in', value: ['a'] }])).toEqual([
      'SCAN result USING COVERING INDEX result_by_finished',
    ])
  })

  it('of some days is a range of the index', () => {
    expect(
      planOf('finished', 'desc', [
        { field: 'finished', op: 'from', value: '2026-11-10' },
        { field: 'finished', op: 'to', value: '2026-11-12' },
      ]),
    ).toEqual(['SEARCH result USING COVERING INDEX result_by_finished (time_finished>? AND time_finished<?)'])
  })

  it('of some days in two time zones still follows the index, without sorting', () => {
    const plan = planOf(
      'finished',
      'desc',
      [
        { field: 'finished', op: 'from', value: '2026-11-10' },
        { field: 'finished', op: 'to', value: '2026-11-12' },
      ],
      twoZones,
    )
    expect(plan.join('\n')).toContain('COVERING INDEX result_by_finished')
    expect(plan.join('\n')).not.toContain('TEMP B-TREE')
  })

  it.each([
    ['test', 'result_by_student'],
    ['source', 'result_by_place'],
  ] as const)('by %s of a single account is read from an index, and each name is folded once', (field, index) => {
    const plan = planOf(field, 'asc', [], new Map([['a', 'UTC']]))
    expect(plan).toContain(`SCAN result USING COVERING INDEX ${index}`)
    expect(plan).toContain('MATERIALIZE named')
  })

  it('of a search follows the index of its order, and stops when the page is full', () => {
    const plan = planOf('finished', 'desc', [{ field: 'search', op: 'contains', value: 'lovelace' }])
    // What is noted is looked up once, before, and so is whether there are several accounts.
    expect(plan.filter((step) => !/^(LIST|SCALAR) SUBQUERY/.test(step))).toEqual([
      'SCAN result USING INDEX result_by_finished',
    ])
  })

  it('of a word given 250 times is that of the word given once', () => {
    for (const word of ['x', 'lovelace']) {
      const asked = (search: string) => {
        const sort = { field: 'finished', direction: 'desc' } as const
        const { sql, parameters } = idsInOrder(
          { filter: [{ field: 'search', op: 'contains', value: search }], sort },
          oneZone,
        )
          .limit(100)
          .compile()
        return { sql, parameters }
      }
      expect(asked(`${word} `.repeat(250))).toEqual(asked(word))
    }
  })
})

describe('beside the list', () => {
  /** The statements that calls prepare, by what SQLite does for them. */
  function plansOf(work: (calls: StoreApi) => unknown, about: string): string[] {
    const prepare = db.prepare.bind(db)
    const asked: string[] = []
    const spy = vi.spyOn(db, 'prepare').mockImplementation((sql) => {
      asked.push(sql)
      return prepare(sql)
    })
    work(storeOn(db).calls)
    spy.mockRestore()
    const chosen = asked.filter((sql) => sql.includes(about))
    expect(chosen).not.toEqual([])
    return chosen.map((sql) => {
      const places = Array.from(sql.matchAll(/\?/g), () => null)
      const steps = db.prepare<unknown[], Step>(`EXPLAIN QUERY PLAN ${sql}`).all(...places)
      return steps.map(({ detail }) => detail).join('\n')
    })
  }

  it('tests, groups and links are counted from one index, in its order', () => {
    for (const plan of plansOf((calls) => calls.facets(['a', 'b']), 'as "place"'))
      expect(plan).toContain('SCAN result USING COVERING INDEX result_by_place')
  })

  it('a sync reads finish times from an index alone', () => {
    for (const plan of plansOf(
      (calls) => calls.finishTimes('a', 'groups', unixSeconds(noon)),
      'time_finished AS time FROM result WHERE +account_id',
    ))
      expect(plan).toContain('COVERING INDEX result_by_finished')
    for (const plan of plansOf((calls) => calls.newestFinish('a', 'groups'), 'max(time_finished) AS time FROM result'))
      expect(plan).toBe('SEARCH result USING COVERING INDEX result_by_finished')
  })

  it('the longest names are found from the index by name', () => {
    for (const plan of plansOf((calls) => calls.longestNames(['a']), 'octet_length(sort_name)'))
      expect(plan).toContain('SCAN result USING COVERING INDEX result_by_name')
  })
})

describe('the codes of a list, by code', () => {
  it.each<CodesFilter>([{}, { use: 'used' }, { use: 'unused' }])(
    'with the filter %j are merged from two covering indexes in either direction, without sorting',
    (filter) => {
      for (const direction of ['asc', 'desc'] as const) {
        const query = { list: { accountId: 'a', listId: 900 }, filter, sort: { field: 'code', direction } } as const
        const { sql, parameters } = codesInOrder(query)
        const steps = db.prepare<unknown[], Step>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters)
        const plan = steps.map(({ detail }) => detail)
        expect(plan).toContain('MERGE (UNION ALL)')
        expect(plan).toContain(
          'SEARCH access_code USING COVERING INDEX access_code_by_order (account_id=? AND list_id=?)',
        )
        expect(plan).toContain('SEARCH outbox USING COVERING INDEX removal_by_order (account_id=? AND list_id=?)')
        expect(plan.join('\n')).not.toContain('TEMP B-TREE')
      }
    },
  )
})
