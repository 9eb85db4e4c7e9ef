import type { Random } from './random.ts'

interface NamePool {
  readonly first: readonly string[]
  readonly last: readonly string[]
}

const pools: readonly NamePool[] = [
  {
    first: ['Mary', 'Oliver', 'Grace', 'Harry', 'Isla', 'Jack', 'Emily-Rose', 'Thomas', 'Chloe', 'Ben', 'Freya', 'Sam'],
    last: ['Smith', 'Taylor-Green', 'Hughes', 'Walker', 'Clarke', 'Wood', 'Bennett', 'Ashworth', 'Price', 'Fletcher'],
  },
  {
    first: ['Siobhán', 'Conor', 'Aoife', 'Liam', 'Niamh', 'Pádraig', 'Róisín', 'Declan'],
    last: ["O'Neill", "O'Brien", 'Ó Súilleabháin', 'Murphy', 'Byrne', "D'Arcy", 'McCarthy', 'Fitzgerald'],
  },
  {
    first: ['Łukasz', 'Zofia', 'Michał', 'Agnieszka', 'Krzysztof', 'Małgorzata', 'Jan', 'Kinga'],
    last: ['Wójcik', 'Kowalska', 'Żuk', 'Dąbrowski', 'Świątek', 'Nowak', 'Błaszczyk', 'Gąsior'],
  },
  {
    first: ['José', 'Lucía', 'Íñigo', 'María José', 'Joaquín', 'Nuria', 'Inês', 'João'],
    last: ['García Márquez', 'Núñez', 'Fernández-Ruiz', 'Ibáñez', 'Peña', 'da Conceição', 'Gonçalves', 'Etxeberria'],
  },
  {
    first: ['Jean-Luc', 'Zoé', 'Anaïs', 'François', 'Hélène', 'Noël', 'Maëlle', 'Rémi'],
    last: ["L'Hôpital", 'Lefèvre', 'Dubois', "d'Aubigné", 'Béranger', 'Saint-Exupéry', 'Roux', 'Garçon'],
  },
  {
    first: ['Jürgen', 'Søren', 'Åsa', 'Björn', 'Þórdís', 'Käthe', 'Mäire', 'Henrik'],
    last: ['Müller', 'Ødegård', 'Lindström', 'Weiß', 'Jónsdóttir', 'Kjær', 'Hämäläinen', 'von der Heide'],
  },
  {
    first: ['Ayşe', 'Çağla', 'Emre', 'İbrahim', 'Oğuzhan', 'Elif', 'Deniz', 'Gül'],
    last: ['Yılmaz', 'Şahin', 'Öztürk', 'Çelik', 'Kılıç', 'Aydın', 'Doğan', 'Uğur'],
  },
  {
    first: ['Priya', 'Arjun', 'Ananya', 'Rohan', 'Fatima', 'Yusuf', 'Aisha', 'Omar'],
    last: ['Patel', 'Sharma', 'Venkataraman', 'Khan', 'al-Hashimi', 'Abd El-Rahman', 'Iyer', 'Begum'],
  },
  {
    first: ['Nguyễn', 'Linh', 'Wei', 'Xiùyīng', 'Min-jun', 'Seo-yeon', 'Haruto', 'Yui'],
    last: ['Trần', 'Phạm', 'Li', 'Zhang', 'Kim', 'Park', 'Ōta', 'Ng'],
  },
  {
    first: ['Chidi', 'Adaeze', 'Kwame', "N'Golo", 'Thandiwe', 'Sipho', 'Wanjikũ', 'Tolúlọpẹ́'],
    last: ['Okonkwo', 'Adébáyọ̀', 'Mensah', "N'Diaye", 'Dlamini', 'Kamau', 'Eze', 'Owusu-Ansah'],
  },
]

/** A first and a last name, usually of one origin, as on the register of an international school. */
export function fullName(random: Random): { first: string; last: string } {
  const pool = random.pick(pools)
  const family = random.chance(0.85) ? pool : random.pick(pools)
  return { first: random.pick(pool.first), last: random.pick(family.last) }
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
export function mailboxName(first: string, last: string): string {
  const plain = (name: string): string =>
    name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[łøðþßæı]/g, (letter) => plainLetters[letter] ?? letter)
      .replace(/[^a-z0-9]/g, '')
  return `${plain(first)}.${plain(last)}`
}
