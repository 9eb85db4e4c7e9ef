import { type Clock, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import { Bank } from './bank.ts'
import {
  type AccessList,
  accessListNames,
  type Group,
  groupsFor,
  type Link,
  linksFor,
  makeTest,
  type NewTest,
  type Test,
  tests,
} from './catalogue.ts'
import { Register } from './people.ts'
import type { JsonObject } from './protocol.ts'
import { scramble, seededRandom } from './random.ts'
import type { GroupResult, LinkResult } from './result.ts'
import {
  type Grade,
  type Overrides,
  type ResultKey,
  Results,
  type SentGroupResult,
  type SentLinkResult,
  type SentResult,
} from './results.ts'
import { fillBank, firstNewId, sampleQuestions } from './sample-bank.ts'
import { groupTerm, linkTerm } from './term.ts'

export interface WorldOptions {
  readonly seed: number
  /** How many results there are at first, over both feeds; an odd one is a group's. */
  readonly results: number
  /** How many questions the bank has at first; the sample's own if not given. */
  readonly questions?: number | undefined
  readonly clock: Clock
  /** The moment up to which the first results were made. */
  readonly madeAt: UnixSeconds
  /** How far the numbers of groups, links and tests lie above the catalogue's; 0 if not given. */
  readonly above?: number
}

/** The account behind the simulated API. Tests read the truth here, and change it. */
export class World {
  /** What the account may do; each false makes every request fail with its error code. */
  readonly account = { keyActive: true, upgraded: true, open: true }
  readonly #clock: Clock
  #clockOffset = 0
  #nextId = 70001
  readonly #tests: Map<number, Test>
  readonly #groups: Map<number, Group>
  readonly #links: Map<number, Link>
  readonly #accessLists: Map<number, AccessList>
  readonly #results: Results
  /** The questions and categories. */
  readonly bank: Bank
  readonly #above: number

  constructor({ seed, results, questions = sampleQuestions.length, clock, madeAt, above = 0 }: WorldOptions) {
    if (!Number.isSafeInteger(results) || results < 0) throw new RangeError(`Not a number of results: ${results}`)
    if (!Number.isSafeInteger(questions) || questions < 0)
      throw new RangeError(`Not a number of questions: ${questions}`)
    this.#clock = clock
    this.#above = above
    this.bank = new Bank(() => this.now(), firstNewId)
    fillBank(this.bank, questions, madeAt)
    const groupResults = Math.ceil(results / 2)
    const linkResults = results - groupResults
    const own = <Item extends { readonly id: number }>(item: Item): Item => ({ ...item, id: item.id + above })
    this.#tests = byId(tests.map(own))
    this.#groups = byId(groupsFor(groupResults).map((group) => own({ ...group, tests: group.tests.map(own) })))
    this.#links = byId(linksFor(linkResults).map((link) => own({ ...link, tests: link.tests.map(own) })))
    this.#accessLists = byId([...accessListNames].map(([id, name]) => ({ id, name, codes: new Set<string>() })))
    const random = seededRandom(scramble(seed, 7))
    const register = new Register(random, 319118)
    const plan = { random, register, madeAt }
    const { attempts, members } = groupTerm(this.groups, { ...plan, results: groupResults })
    const linkAttempts = linkTerm(this.links, this.#accessLists, members, { ...plan, results: linkResults })
    this.#results = new Results({ seed, random, register, groupAttempts: attempts, linkAttempts, members })
  }

  /** The server's own time: the clock plus what `setClockOffset` was given. */
  now(): UnixSeconds {
    return plusSeconds(this.#clock(), this.#clockOffset)
  }

  /** Seconds by which the server's clock is ahead of (below 0: behind) everybody else's. */
  setClockOffset(seconds: number): void {
    this.#clockOffset = seconds
  }

  /** False: every request is answered `apiKeyInactive`. */
  setKeyActive(active: boolean): void {
    this.account.keyActive = active
  }

  /** False: every request is answered `accountNotUpgraded`. */
  setAccountUpgraded(upgraded: boolean): void {
    this.account.upgraded = upgraded
  }

  /** True: every request is answered `offlineMaintenance`. */
  setMaintenance(maintenance: boolean): void {
    this.account.open = !maintenance
  }

  get tests(): readonly Test[] {
    return [...this.#tests.values()]
  }

  get groups(): readonly Group[] {
    return [...this.#groups.values()]
  }

  get links(): readonly Link[] {
    return [...this.#links.values()]
  }

  get accessLists(): readonly AccessList[] {
    return [...this.#accessLists.values()]
  }

  test(id: number): Test | undefined {
    return this.#tests.get(id)
  }

  group(id: number): Group | undefined {
    return this.#groups.get(id)
  }

  link(id: number): Link | undefined {
    return this.#links.get(id)
  }

  accessList(id: number): AccessList | undefined {
    return this.#accessLists.get(id)
  }

  /** How many results each feed holds, whatever their age. */
  get resultCount(): { groups: number; links: number } {
    return this.#results.count
  }

  /** All group results as they would be sent, oldest first. Costly in a large world. */
  groupResults(): SentGroupResult[] {
    return this.#results.allGroupResults()
  }

  /** All link results as they would be sent, oldest first. Costly in a large world. */
  linkResults(): SentLinkResult[] {
    return this.#results.allLinkResults()
  }

  /** What ClassMarker's webhook sends, with questions and answers, for the results that have them; oldest first by test. */
  payloads(): JsonObject[] {
    return this.#results.groupPayloads(this.#above)
  }

  /** The result whose certificate has this path on ClassMarker's website. */
  resultWithCertificate(path: string): SentResult | undefined {
    return this.#results.withCertificate(path)
  }

  /** A page of a feed after a moment: the attempts as sent, and how many there are in all. */
  readonly page: Results['page'] = (...asked) => this.#results.page(...asked)

  /**
   * Adds a test with 20 points and a pass mark of 50, unless given otherwise. Assign it to a group or make a link for
   * it.
   */
  addTest(test: NewTest): Test {
    return keep(this.#tests, makeTest(test.id ?? this.#nextId++, test))
  }

  addGroup(group: { id?: number; name: string; testIds: readonly number[] }): Group {
    const tests = group.testIds.map((id) => known(this.#tests, id, 'test'))
    return keep(this.#groups, { id: group.id ?? this.#nextId++, name: group.name, tests, rhythm: 'lessons' })
  }

  addLink(link: { id?: number; name: string; testId: number; urlId?: string; accessListId?: number }): Link {
    if (link.accessListId !== undefined) known(this.#accessLists, link.accessListId, 'access list')
    return keep(this.#links, {
      id: link.id ?? this.#nextId++,
      name: link.name,
      tests: [known(this.#tests, link.testId, 'test')],
      rhythm: 'any time',
      urlId: link.urlId,
      accessListId: link.accessListId,
      extraInfo: [],
    })
  }

  addAccessList(list: { id?: number; name: string; codes?: readonly string[] }): AccessList {
    return keep(this.#accessLists, { id: list.id ?? this.#nextId++, name: list.name, codes: new Set(list.codes) })
  }

  assignTest(groupId: number, testId: number): void {
    const group = known(this.#groups, groupId, 'group')
    keep(this.#groups, { ...group, tests: [...group.tests, known(this.#tests, testId, 'test')] })
  }

  renameTest(id: number, name: string): void {
    const renamed = keep(this.#tests, { ...known(this.#tests, id, 'test'), name })
    const inPlaceOf = (test: Test): Test => (test.id === id ? renamed : test)
    for (const group of this.groups) keep(this.#groups, { ...group, tests: group.tests.map(inPlaceOf) })
    for (const link of this.links) keep(this.#links, { ...link, tests: link.tests.map(inPlaceOf) })
  }

  renameGroup(id: number, name: string): void {
    keep(this.#groups, { ...known(this.#groups, id, 'group'), name })
  }

  renameLink(id: number, name: string): void {
    keep(this.#links, { ...known(this.#links, id, 'link'), name })
  }

  /**
   * Adds a result, finished now unless `overrides` say otherwise; `group_id` and `test_id` choose where (by default the
   * first group and its first test). Throws a RangeError for an unknown group or test.
   */
  addGroupResult(overrides: Overrides<GroupResult> = {}): SentGroupResult {
    const group = chosen(this.#groups, overrides.group_id, 'group')
    return this.#results.addGroupResult(group, this.#testIn(group, overrides), this.now(), overrides)
  }

  /** As addGroupResult, with `link_id` and `test_id`. */
  addLinkResult(overrides: Overrides<LinkResult> = {}): SentLinkResult {
    const link = chosen(this.#links, overrides.link_id, 'link')
    return this.#results.addLinkResult(link, this.#testIn(link, overrides), this.now(), overrides)
  }

  /** Marks a result: new points, `requires_grading` "No", the finish time as it was. */
  gradeResult(key: ResultKey, grade: Grade): SentResult {
    return this.#results.grade(key, grade)
  }

  /** Lays overrides over a result; a new `time_finished` moves it to the feed's end, as when a test is re-opened. */
  changeResult(key: ResultKey, overrides: JsonObject): SentResult {
    return this.#results.change(key, overrides)
  }

  removeResult(key: ResultKey): void {
    this.#results.remove(key)
  }

  #testIn(place: Group, { test_id }: JsonObject): Test {
    return chosen(byId(place.tests), test_id, 'test in this place')
  }
}

const byId = <Item extends { readonly id: number }>(items: readonly Item[]): Map<number, Item> =>
  new Map(items.map((item) => [item.id, item]))

function keep<Item extends { readonly id: number }>(items: Map<number, Item>, item: Item): Item {
  items.set(item.id, item)
  return item
}

function known<Item>(items: ReadonlyMap<number, Item>, id: number, noun: string): Item {
  const item = items.get(id)
  if (item === undefined) throw new RangeError(`No such ${noun}: ${id}`)
  return item
}

function chosen<Item>(items: ReadonlyMap<number, Item>, id: unknown, noun: string): Item {
  const first = items.values().next().value
  return id === undefined && first !== undefined ? first : known(items, Number(id), noun)
}
