import { useMemo } from 'react'
import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { AccessCode, ListRef } from '../../../shared/model/access-code.ts'
import { type StartableLink, type StartLink, type StartPerson, startUrl } from '../../../shared/model/start-link.ts'
import { api, asAppError, coalesced } from '../../api/client.ts'
import { type GivenCodes, giveCodes } from './give-codes.ts'
import { type PersonWarning, personWarnings } from './person-warnings.ts'

interface StartLinksState {
  /** The list whose start links are made; the choices below belong to it. */
  readonly list: ListRef | null
  /** All links of the list's account; null until the first answer. */
  readonly links: readonly StartableLink[] | null
  readonly error: AppError | null
  readonly linkId: number | null
  /** The people as given, before any code is given to them. */
  readonly people: readonly StartPerson[]
  readonly givesCodes: boolean
  /** Whether names are saved beside the codes given out, so that nobody else is given these codes later. */
  readonly keepsNames: boolean
  /** Unused codes of the list; null until they are requested. */
  readonly unused: readonly AccessCode[] | null
  /** Opens another list, dropping the people of the list before. */
  open(list: ListRef): Promise<void>
  /**
   * Opens a list and reads it again at every change from now on.
   * @returns a function that stops it
   */
  watch(list: ListRef): () => void
  chooseLink(linkId: number): void
  setPeople(people: readonly StartPerson[]): void
  setGivesCodes(givesCodes: boolean): Promise<void>
  setKeepsNames(keepsNames: boolean): void
}

const isSame = (one: ListRef | null, other: ListRef): boolean =>
  one !== null && one.accountId === other.accountId && one.listId === other.listId

const nothingChosen = { linkId: null, people: [], givesCodes: false, keepsNames: true, unused: null } as const

/** The link to begin with: the list's first link that can be started, else its first link. */
function firstLink(links: readonly StartableLink[], listId: number): StartableLink | undefined {
  const ofList = links.filter(({ accessListId }) => accessListId === listId)
  return ofList.find(({ linkUrlId }) => linkUrlId !== null) ?? ofList[0]
}

let watchers = 0
let linksAsked = 0
let unusedAsked = 0

export const useStartLinks = create<StartLinksState>()((set, get) => {
  const loadLinks = async (list: ListRef) => {
    linksAsked += 1
    const turn = linksAsked
    try {
      const links = await api.startLinks.links({ accounts: [list.accountId] })
      if (turn !== linksAsked) return
      const chosen = links.find(({ linkId }) => linkId === get().linkId) ?? firstLink(links, list.listId)
      set({ links, linkId: chosen?.linkId ?? null, error: null })
    } catch (thrown) {
      if (turn === linksAsked) set({ error: asAppError(thrown) })
    }
  }
  const loadUnused = async (list: ListRef) => {
    unusedAsked += 1
    const turn = unusedAsked
    // Another list may have been opened meanwhile, for which no codes were requested.
    const isOvertaken = () => turn !== unusedAsked || !isSame(get().list, list)
    try {
      const unused = await api.codes.accessCodes({ list, filter: { use: 'unused' } })
      if (!isOvertaken()) set({ unused, error: null })
    } catch (thrown) {
      if (!isOvertaken()) set({ error: asAppError(thrown) })
    }
  }

  return {
    list: null,
    links: null,
    error: null,
    ...nothingChosen,

    async open({ accountId, listId }) {
      const list = { accountId, listId }
      if (!isSame(get().list, list)) set({ list, links: null, error: null, ...nothingChosen })
      await Promise.all([loadLinks(list), ...(get().givesCodes ? [loadUnused(list)] : [])])
    },

    watch(list) {
      watchers += 1
      void get().open(list)
      return () => {
        watchers -= 1
      }
    },

    chooseLink: (linkId) => set({ linkId }),
    setPeople: (people) => set({ people }),
    setKeepsNames: (keepsNames) => set({ keepsNames }),

    async setGivesCodes(givesCodes) {
      set({ givesCodes })
      const { list } = get()
      if (givesCodes && list !== null) await loadUnused(list)
    },
  }
})

const reload = coalesced(500, async () => {
  const { list, open } = useStartLinks.getState()
  if (list !== null) await open(list)
})
const reloadIfSeen = () => {
  if (watchers > 0) reload()
}

api.codes.changed(reloadIfSeen)
api.results.changed(reloadIfSeen)

/** The start link of one person. */
export const startLinkOf = (person: StartPerson, linkUrlId: string): StartLink => ({
  ...person,
  url: startUrl(linkUrlId, person),
})

const atOnce = 1_000

/** The start links of many people, in order; pauses in between so that the window stays responsive. */
export async function startLinksOf(people: readonly StartPerson[], linkUrlId: string): Promise<readonly StartLink[]> {
  const links: StartLink[] = []
  for (let from = 0; from < people.length; from += atOnce) {
    if (from > 0) await new Promise((resolve) => setTimeout(resolve))
    for (const person of people.slice(from, from + atOnce)) links.push(startLinkOf(person, linkUrlId))
  }
  return links
}

export interface StartPeople {
  readonly people: readonly StartPerson[]
  readonly warnings: readonly PersonWarning[]
  /** The result of giving codes; null when none are given. */
  readonly given: GivenCodes | null
}

/**
 * The people as they are handed out, with the codes given to them and the warnings about them.
 * @param accessListId the access list of the link
 */
export function useStartPeople(accessListId: number | null, listId: number): StartPeople {
  const { people, givesCodes, unused } = useStartLinks()
  return useMemo(() => {
    const given = givesCodes && unused !== null && accessListId === listId ? giveCodes(people, unused) : null
    const withCodes = given?.people ?? people
    const asked = accessListId === null ? withCodes.map((person) => ({ ...person, accessCode: null })) : withCodes
    return {
      people: asked,
      warnings: personWarnings(asked),
      given,
    }
  }, [people, givesCodes, unused, accessListId, listId])
}
