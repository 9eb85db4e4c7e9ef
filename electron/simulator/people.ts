import { fullName, mailboxName } from './names.ts'
import { type Random, randomText } from './random.ts'

/** Someone who sits tests. Names are plain text; the answers encode them. */
export interface Person {
  /** ClassMarker's user_id for a group's member; for a link's taker only a number of our own. */
  readonly id: number
  readonly first: string
  readonly last: string
  readonly email: string
  /** From 0, lost, to 1, knows everything. */
  readonly ability: number
  readonly accessCode: string
  readonly cmUserId: string
}

type Known = Pick<Person, 'first' | 'last' | 'email'>

/** Hands out people one after the other, with ids counting up and e-mail addresses that never repeat by accident. */
export class Register {
  readonly #random: Random
  readonly #namesakes = new Map<string, number>()
  #nextId: number

  constructor(random: Random, firstId: number) {
    this.#random = random
    this.#nextId = firstId
  }

  /** A new member of a group: always with an e-mail address, which is how ClassMarker's users sign in. */
  member(domain = 'northbridge.example'): Person {
    return this.#enter(this.#someone(domain), '', '')
  }

  /** A taker of a link, who may be `known` from elsewhere, may give no address, and may carry a tracking id. */
  taker(accessCode: string, known?: Known): Person {
    const someone = known ?? this.#someone(this.#random.pick(['example.com', 'mail.example', 'post.example.org']))
    const email = known || this.#random.chance(0.9) ? someone.email : ''
    const cmUserId = this.#random.chance(0.35) ? this.#trackingId() : ''
    return this.#enter({ ...someone, email }, accessCode, cmUserId)
  }

  #someone(domain: string): Known {
    const { first, last } = fullName(this.#random)
    const mailbox = mailboxName(first, last)
    const earlier = this.#namesakes.get(mailbox) ?? 0
    this.#namesakes.set(mailbox, earlier + 1)
    return { first, last, email: `${mailbox}${earlier === 0 ? '' : earlier + 1}@${domain}` }
  }

  #enter({ first, last, email }: Known, accessCode: string, cmUserId: string): Person {
    const ability = Math.min(0.97, Math.max(0.2, 0.66 + this.#random.spread() * 0.17))
    return { id: this.#nextId++, first, last, email, ability, accessCode, cmUserId }
  }

  /** ClassMarker advises `a|b` where two values are to be tracked. */
  #trackingId(): string {
    const id = randomText(this.#random, 'abcdefghkmnprstuvwxyz23456789', 8)
    return this.#random.chance(0.2) ? `staff|${id}` : id
  }
}
