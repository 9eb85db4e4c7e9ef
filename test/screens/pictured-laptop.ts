import { startAssessmentsSimulator } from '../../electron/simulator/assessments/simulator.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { fromEnvelope } from '../../shared/errors.ts'
import type { Account } from '../../shared/model/account.ts'
import { type Clock, plusSeconds } from '../../shared/model/time.ts'
import { noon } from '../electron/support/made-laptop.ts'
import { coreIn, type givenAnswers, secret } from './laptop-answers.ts'

/*
 * A school with some of everything that a screen can show, the same on every day: its clock stands still, and its people
 * and marks follow from the simulators' seeds.
 */

/** The time that stands still. */
export const stoppedAt = noon
export const stoppedClock: Clock = () => stoppedAt
/** Accounts are listed in the order in which they came. */
const aMinuteLater: Clock = () => plusSeconds(stoppedAt, 60)

// The days on the screen would be others where the computer stands elsewhere.
const timeZone = 'Europe/London'

/** Puts an account at ClassMarker and one at a learning platform into a data folder, as a first sync leaves them. */
export async function fillPictured(dataDir: string): Promise<void> {
  await fillSchool(dataDir)
  await fillPlatform(dataDir)
}

type Laptop = ReturnType<typeof givenAnswers>
type PicturedCore = Awaited<ReturnType<typeof coreIn>>

async function fillSchool(dataDir: string): Promise<void> {
  const clock = stoppedClock
  const simulator = await startSimulator({ clock, results: 300, requestsPerHour: null, secret })
  const core = await coreIn(dataDir, { apiUrl: simulator.url, clock })
  const input = { key: simulator.key, secret, name: 'Northgate High', signature: 'auto' } as const
  const { account } = await core.accounts.connect(input)
  await settleIn(core, account, 0)
  await core.jobs.result(core.banks.startPull(account.id))
  await core.close()
  await simulator.close()
}

async function fillPlatform(dataDir: string): Promise<void> {
  const clock = aMinuteLater
  const simulator = await startAssessmentsSimulator({ clock, requestsPerMinute: null })
  const core = await coreIn(dataDir, { clock })
  const { token, url } = simulator
  const input = { service: 'assessments', url, name: 'Harbour College', signIn: { token } } as const
  const { account } = await core.accounts.connect(input)
  await settleIn(core, account, 1)
  await core.close()
  await simulator.close()
}

async function settleIn(core: PicturedCore, { id, name, signatureSetting }: Account, colour: number): Promise<void> {
  await core.accounts.change(id, { name, signatureSetting, timeZone, colour })
  await core.jobs.result(core.syncs.start(id, 'when due'))
}

/** Adds what a teacher adds, and names the platform's address, whose port is another in each run. */
export async function finishPictured(laptop: Laptop): Promise<void> {
  const accounts = (await laptop.accounts()).map((account) => ({
    ...{ ...account, secret: 'keychain' as const },
    url: account.url === null ? null : 'https://learn.harbour.example',
  }))
  const school = accounts.find(({ service }) => service === 'classmarker')
  if (school === undefined) throw new Error('There is no school')
  laptop.fake.handle('accounts', 'list', async () => accounts)
  await addByHand(laptop, school.id)
}

/** A note, labels, a class, a saved view, two people who may be one, and codes that wait to be sent. */
async function addByHand({ fake: { bridge }, store }: Laptop, account: string): Promise<void> {
  const sort = { field: 'finished', direction: 'desc' } as const
  const { rows } = fromEnvelope(await bridge.resultList.open({ query: { filter: [], sort }, first: 40 }))
  const about = (...places: readonly number[]) => ({
    ...{ kind: 'results' as const, ids: places.flatMap((place) => rows[place]?.id ?? []) },
  })
  fromEnvelope(await bridge.notes.add({ about: about(3), text: 'Ill on the day, agreed with Ms Okafor.' }))
  fromEnvelope(await bridge.labels.add({ account, name: 'Re-sit agreed', colour: 3, about: about(3, 5) }))
  const members = fromEnvelope(await bridge.classes.students({ filter: [] }))
    .slice(0, 24)
    .map(({ key, first, last, email }) => ({ key, first, last, email, externalId: null, extraTime: null }))
  fromEnvelope(await bridge.classes.add({ account, name: '9A', members }))
  const columns = { hidden: [], order: [], pinned: [] }
  const filter = [{ field: 'grading', op: 'is', value: true }] as const
  const definition = { screen: 'results', account: null, columns, sort, filter } as const
  fromEnvelope(await bridge.views.add({ name: 'To grade', definition }))
  const students = ['Zoë', 'Zoe'].map((first, number) => ({
    ...{ key: `mail:z${number}@northgate.example|${first.toLowerCase()} abara`, first, last: 'Abara' },
    email: `z${number}@northgate.example`,
  }))
  fromEnvelope(await bridge.students.add({ account, students }))
  const [list] = await store.accessLists([account])
  if (list === undefined) throw new Error('The school has no access list')
  const codes = Array.from({ length: 24 }, (_, at) => ({ code: `AUTUMN-${1_000 + 37 * at}`, name: null }))
  const edit = { list: { accountId: account, listId: list.listId }, change: 'add', origin: 'pasted' } as const
  await store.applyCodes({ ...edit, codes, at: stoppedAt })
}
