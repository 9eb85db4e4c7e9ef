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
  readonly #met = new Map<string, number>()
  readonly #named = new Set<string>()
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
    const { first, lasts } = fullName(this.#random)
    // Most schools have few of one name: nearly all later ones are called otherwise, as long as there are names.
    const isNamesake = this.#timesMet(`${first} ${lasts[0]}`) % namesakeEvery === namesakeEvery - 1
    const last = (isNamesake ? undefined : lasts.find((each) => !this.#named.has(`${first} ${each}`))) ?? lasts[0]
    this.#named.add(`${first} ${last}`)
    const mailbox = mailboxName(first, last)
    const earlier = this.#timesMet(mailbox)
    return { first, last, email: `${mailbox}${earlier === 0 ? '' : earlier + 1}@${domain}` }
  }

  /** How often something was met before. */
  #timesMet(name: string): number {
    const times = this.#met.get(name) ?? 0
    this.#met.set(name, times + 1)
    return times
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

/** So many of one name are met before two are called just the same. */
const namesakeEvery = 5

interface NamePool {
  readonly first: readonly string[]
  readonly last: readonly string[]
}

/** @param first names with commas between them; so are the last ones */
const poolOf = (first: string, last: string): NamePool => ({ first: first.split(', '), last: last.split(', ') })

const pools: readonly NamePool[] = [
  poolOf(
    'Mary, Oliver, Grace, Harry, Isla, Jack, Emily-Rose, Thomas, Chloe, Ben, Freya, Sam, Poppy, ' +
      'George, Amelia, Noah',
    'Smith, Taylor-Green, Hughes, Walker, Clarke, Wood, Bennett, Ashworth, Price, Fletcher, Marsh, ' +
      'Holloway, Pearce, Whitby, Langdon, Sutton-Hale',
  ),
  poolOf(
    'Siobhán, Conor, Aoife, Liam, Niamh, Pádraig, Róisín, Declan, Cillian, Sinéad, Eoin, Gráinne',
    "O'Neill, O'Brien, Ó Súilleabháin, Murphy, Byrne, D'Arcy, McCarthy, Fitzgerald, Kavanagh, " +
      "Nic Dhonnchadha, Ó Ceallaigh, Doyle, Mac Giolla, Brennan, O'Dowd, Quinlan",
  ),
  poolOf(
    'Łukasz, Zofia, Michał, Agnieszka, Krzysztof, Małgorzata, Jan, Kinga, Paweł, Jadwiga, Tomasz, Bożena',
    'Wójcik, Kowalska, Żuk, Dąbrowski, Świątek, Nowak, Błaszczyk, Gąsior, Lis, Sikora, Wróbel, ' +
      'Jabłoński, Zając, Mróz, Pawłowska, Krawiec',
  ),
  poolOf(
    'José, Lucía, Íñigo, María José, Joaquín, Nuria, Inês, João, Álvaro, Begoña, Tomás, Rocío',
    'García Márquez, Núñez, Fernández-Ruiz, Ibáñez, Peña, da Conceição, Gonçalves, Etxeberria, ' +
      'Ortega, Muñoz, de la Cruz, Vázquez, Teixeira, Salas, Castaño, Urrutia',
  ),
  poolOf(
    'Jean-Luc, Zoé, Anaïs, François, Hélène, Noël, Maëlle, Rémi, Étienne, Clémence, Loïc, Océane',
    "L'Hôpital, Lefèvre, Dubois, d'Aubigné, Béranger, Saint-Exupéry, Roux, Garçon, Moreau, Chevalier, " +
      'Le Goff, Périer, Marchand, Besançon, Fabre, Tournier',
  ),
  poolOf(
    'Jürgen, Søren, Åsa, Björn, Þórdís, Käthe, Mäire, Henrik, Lars, Ingrid, Jörg, Sólveig',
    'Müller, Ødegård, Lindström, Weiß, Jónsdóttir, Kjær, Hämäläinen, von der Heide, Bergström, ' +
      'Schäfer, Nygård, Koskinen, Vogel, Þorsteinsson, Holm, Grünwald',
  ),
  poolOf(
    'Ayşe, Çağla, Emre, İbrahim, Oğuzhan, Elif, Deniz, Gül, Kerem, Zeynep, Burak, Nazlı',
    'Yılmaz, Şahin, Öztürk, Çelik, Kılıç, Aydın, Doğan, Uğur, Arslan, Güneş, Polat, Koç, Erdoğdu, ' +
      'Toprak, Bulut, Işık',
  ),
  poolOf(
    'Priya, Arjun, Ananya, Rohan, Fatima, Yusuf, Aisha, Omar, Kavya, Imran, Leila, Vikram',
    'Patel, Sharma, Venkataraman, Khan, al-Hashimi, Abd El-Rahman, Iyer, Begum, Nair, Rao, Hussain, ' +
      'Chaudhary, Menon, Siddiqui, Bose, Qureshi',
  ),
  poolOf(
    'Nguyễn, Linh, Wei, Xiùyīng, Min-jun, Seo-yeon, Haruto, Yui, Mei, Jun, Sakura, Minh',
    'Trần, Phạm, Li, Zhang, Kim, Park, Ōta, Ng, Lê, Wong, Chen, Choi, Tanaka, Itō, Huang, Vũ',
  ),
  poolOf(
    "Chidi, Adaeze, Kwame, N'Golo, Thandiwe, Sipho, Wanjikũ, Tolúlọpẹ́, Ngozi, Kofi, Amina, Tendai",
    "Okonkwo, Adébáyọ̀, Mensah, N'Diaye, Dlamini, Kamau, Eze, Owusu-Ansah, Abubakar, Moyo, Ndlovu, " +
      'Boateng, Otieno, Keita, Chukwu, Asante',
  ),
]

/**
 * A first and a last name, usually of one origin, as on the register of an international school; behind the last name
 * the others of its origin.
 */
function fullName(random: Random): { first: string; lasts: readonly [string, ...string[]] } {
  const pool = random.pick(pools)
  const family = random.chance(0.85) ? pool : random.pick(pools)
  const [first, last] = [random.pick(pool.first), random.pick(family.last)]
  const at = family.last.indexOf(last)
  return { first, lasts: [last, ...family.last.slice(at + 1), ...family.last.slice(0, at)] }
}

/** Letters that do not come apart into a base letter and an accent. */
const plainLetters: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  ı: 'i',
}

/** The name as the left-hand side of an e-mail address: `Łukasz O'Neill` becomes `lukasz.oneill`. */
function mailboxName(first: string, last: string): string {
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[łøðþßæı]/g, (letter) => plainLetters[letter] ?? letter)
      .replace(/[^a-z0-9]/g, '')
  return `${plain(first)}.${plain(last)}`
}
