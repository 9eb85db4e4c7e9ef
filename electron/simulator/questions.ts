/** A question of the sample's tests, as a webhook describes it, and how people answer it. Texts are HTML. */
interface Asked {
  readonly id: number
  readonly category: Category
  readonly question: string
  /** Whole points: each is a part that is right or wrong by itself. */
  readonly points: number
  /** Above 0 for an easy question; 0 for one that half of the takers get right. */
  readonly ease: number
  /** How much chance there is in an answer: the more, the less the question tells strong takers from weak ones. */
  readonly chance?: number
  /** The stronger the taker, the likelier a wrong answer. */
  readonly misleads?: boolean
  /** Wording that the first takers saw. */
  readonly formerly?: string
}

export type Question = Asked &
  (
    | {
        readonly type: 'multiplechoice' | 'multipleresponse' | 'truefalse'
        /** By letter from A. */
        readonly options: readonly string[]
        readonly correct: string
        /** Wrong letters, one as often as it stands here. */
        readonly lures: string
      }
    | { readonly type: 'freetext'; readonly accepted: readonly string[]; readonly wrong: readonly string[] }
    | { readonly type: 'grammar'; readonly answer: string; readonly half: string }
    | {
        readonly type: 'matching'
        readonly pairs: readonly (readonly [clue: string, match: string])[]
        /** Matches without a clue. */
        readonly extra: readonly string[]
      }
    | { readonly type: 'essay'; readonly texts: readonly (readonly [text: string, feedback: string])[] }
  )

export interface Category {
  readonly id: number
  readonly name: string
}

const fractions: Category = { id: 5101, name: 'Fractions' }
const ratio: Category = { id: 5102, name: 'Ratio' }
const proportion: Category = { id: 5103, name: 'Proportion' }
const plot: Category = { id: 5201, name: 'Plot & characters' }
const language: Category = { id: 5202, name: 'Language' }
const writing: Category = { id: 5203, name: 'Writing' }

const trueOrFalse = { type: 'truefalse', options: ['True', 'False'], points: 1 } as const
const oneOf = { type: 'multiplechoice', points: 1 } as const
const typed = { type: 'freetext', points: 1 } as const

const fractionQuestions: readonly Question[] = [
  {
    ...{ ...oneOf, id: 1180001, category: fractions, ease: 1.9 },
    question: 'Which fraction is equal to <b>one half</b>?',
    options: ['2/3', '3/6', '4/6', '5/8'],
    ...{ correct: 'B', lures: 'AACD' },
  },
  {
    ...{ ...oneOf, id: 1180002, category: fractions, ease: 1.5 },
    question:
      'What part of the bar is shaded?<br><img src="https://www.classmarker.com/uploads/bar-of-eight.png" alt="A bar of eight equal parts, three of them shaded">',
    options: ['3/5', '5/8', '3/8', '1/3'],
    ...{ correct: 'C', lures: 'AAAB' },
  },
  {
    ...{ ...oneOf, id: 1180003, category: fractions, ease: 0.6 },
    question: 'Work out 1/2 + 1/3.',
    options: ['2/5', '5/6', '1/6', '2/6'],
    ...{ correct: 'B', lures: 'AAAAACD' },
  },
  {
    ...{ ...oneOf, id: 1180004, category: fractions, ease: 0.3 },
    question: 'Work out 3/4 ÷ 1/2.',
    options: ['3/8', '2/3', '1 1/2', '1/4'],
    ...{ correct: 'C', lures: 'AAAAABD' },
  },
  {
    ...{ ...trueOrFalse, id: 1180005, category: fractions, ease: 1.2 },
    question: '5/8 is larger than 3/5.',
    ...{ correct: 'A', lures: 'B' },
  },
  {
    ...{ ...typed, id: 1180006, category: fractions, ease: 0.4 },
    question: 'Write 0.375 as a fraction in its lowest terms.',
    accepted: ['3/8', '3 / 8'],
    wrong: ['375/1000', '3/7', '37/100', '15/40', '1/3'],
  },
  {
    ...{ ...oneOf, id: 1180007, category: fractions, ease: 1 },
    question: 'A cake is cut into 12 equal slices. Asha eats a <b>quarter</b> of it. How many slices are left?',
    formerly: 'A cake is cut in 12 equal slices. Asha eats quarter of it. How many is left?',
    options: ['3', '8', '9', '10'],
    ...{ correct: 'C', lures: 'AABD' },
  },
  {
    ...{ ...oneOf, id: 1180008, category: fractions, ease: -0.7, misleads: true },
    question: 'Which of these numbers lies <i>nearest</i> to 1?',
    options: ['9/10', '10/9', '11/10', '0.89'],
    ...{ correct: 'C', lures: 'AAAAB' },
  },
  {
    ...{ type: 'multipleresponse', points: 1, id: 1180009, category: fractions, ease: -0.3 },
    question: 'Tick <b>every</b> fraction that is equal to 2/3.',
    options: ['4/6', '6/8', '10/15', '3/2', '20/30'],
    ...{ correct: 'ACE', lures: 'BD' },
  },
  {
    ...{ ...oneOf, id: 1180010, category: ratio, ease: 1.3 },
    question: 'A class has 12 girls and 18 boys. What is the ratio of girls to boys in its simplest form?',
    options: ['12 : 18', '3 : 2', '2 : 3', '6 : 9'],
    ...{ correct: 'C', lures: 'AABD' },
  },
  {
    ...{ ...oneOf, id: 1180011, category: ratio, ease: 0.8 },
    question: '£60 is shared in the ratio 2 : 3. How much is the larger share?',
    options: ['£24', '£30', '£36', '£40'],
    ...{ correct: 'C', lures: 'AABDD' },
  },
  {
    ...{ ...trueOrFalse, id: 1180012, category: ratio, ease: 0.9, chance: 2.4 },
    question: 'The ratio 1 : 4 means that the first part is a quarter of the whole.',
    ...{ correct: 'B', lures: 'A' },
  },
  {
    ...{ ...typed, id: 1180013, category: ratio, ease: 0.2 },
    question: 'A map has the scale 1 : 25 000. How many metres are 4 cm on the map?',
    accepted: ['1000', '1000 m', '1 000', '1 km'],
    wrong: ['100', '10000', '6250', '100 m', '250'],
  },
  {
    ...{ ...oneOf, id: 1180014, category: ratio, ease: 0.1 },
    question: 'Red and blue paint are mixed 5 : 3. How much blue goes with 2 litres of red?',
    options: ['1.2 l', '3.3 l', '0.75 l', '1.5 l'],
    ...{ correct: 'A', lures: 'BBCD' },
  },
  {
    ...{ type: 'multipleresponse', points: 1, id: 1180015, category: ratio, ease: -0.5 },
    question: 'Which of these ratios are equivalent to 3 : 4?',
    options: ['6 : 8', '9 : 16', '15 : 20', '4 : 3'],
    ...{ correct: 'AC', lures: 'BBD' },
  },
  {
    ...{ ...oneOf, id: 1180016, category: proportion, ease: 0.9 },
    question: 'Three pens cost £2.40. What do five pens cost?',
    options: ['£3.60', '£4.00', '£4.40', '£4.80'],
    ...{ correct: 'B', lures: 'AACD' },
  },
  {
    ...{ ...oneOf, id: 1180017, category: proportion, ease: -0.2 },
    question: 'Four painters need six days for a hall. How long do three painters need?',
    options: ['4.5 days', '8 days', '7 days', '9 days'],
    ...{ correct: 'B', lures: 'AAAAC' },
  },
  {
    ...{ ...trueOrFalse, id: 1180018, category: proportion, ease: 0.5 },
    question: 'If <i>y</i> is proportional to <i>x</i> and <i>x</i> doubles, then <i>y</i> doubles as well.',
    ...{ correct: 'A', lures: 'B' },
  },
  {
    ...{ ...typed, id: 1180019, category: proportion, ease: -0.6 },
    question: 'A square has an area of 50 cm[sup]2[/sup]. Its side is 5[sqr]n[/sqr] cm. What is <i>n</i>?',
    accepted: ['2', 'n = 2', 'two'],
    wrong: ['10', '5', '25', '7.07', '50'],
  },
  {
    ...{ ...oneOf, id: 1180020, category: proportion, ease: -0.9 },
    question: 'A price rises by 20% and then falls by 20%. What has become of it?',
    options: ['It is the same', 'It is 4% lower', 'It is 4% higher', 'It is 2% lower'],
    ...{ correct: 'B', lures: 'AAAAAAACD' },
  },
]

const readingQuestions: readonly Question[] = [
  {
    ...{ ...oneOf, id: 1180101, category: plot, ease: 1.6 },
    question: 'In which year is the play set?',
    options: ['1912', '1914', '1945', '1946'],
    ...{ correct: 'A', lures: 'BCCD' },
  },
  {
    ...{ ...oneOf, id: 1180102, category: plot, ease: 1.1 },
    question: 'Why is Eva Smith dismissed from Birling’s works?',
    options: ['She steals', 'She leads a strike for higher wages', 'She is ill', 'She laughs at a customer'],
    ...{ correct: 'B', lures: 'ACDDD' },
  },
  {
    ...{ ...oneOf, id: 1180103, category: plot, ease: 0.7 },
    question: 'Who first says that the Inspector may be no inspector?',
    options: ['Sheila', 'Eric', 'Gerald', 'Mrs Birling'],
    ...{ correct: 'A', lures: 'CCCCBD' },
  },
  {
    ...{ type: 'matching', points: 4, id: 1180104, category: plot, ease: 0.5 },
    question: 'Match each character with what he or she did.',
    pairs: [
      ['Arthur Birling', 'Refused a rise and dismissed her'],
      ['Sheila Birling', 'Had her dismissed from a shop'],
      ['Gerald Croft', 'Kept her in a friend’s rooms'],
      ['Sybil Birling', 'Refused her the committee’s help'],
    ],
    extra: ['Wrote her a letter'],
  },
  {
    ...{ ...trueOrFalse, id: 1180105, category: plot, ease: 0.9 },
    question: 'The Inspector shows the photograph to all of them at once.',
    ...{ correct: 'B', lures: 'A' },
  },
  {
    ...{ ...typed, id: 1180106, category: language, ease: 0.2 },
    question:
      'Birling calls the <i>Titanic</i> “absolutely unsinkable”. Which device is it when the audience knows better?',
    accepted: ['dramatic irony', 'irony'],
    wrong: ['foreshadowing', 'metaphor', 'sarcasm', 'hyperbole', 'pathetic fallacy'],
  },
  {
    ...{ type: 'multipleresponse', points: 2, id: 1180107, category: language, ease: -0.1 },
    question: 'Which <b>two</b> of these does the Inspector’s last speech use?',
    options: ['A threat', 'A rhyme', 'Repetition', 'A joke'],
    ...{ correct: 'AC', lures: 'BBD' },
  },
  {
    ...{ type: 'grammar', points: 2, id: 1180108, category: language, ease: 0.6 },
    question: 'Each of the Birlings have there own reason to forget Eva.',
    answer: 'Each of the Birlings has their own reason to forget Eva.',
    half: 'Each of the Birlings have their own reason to forget Eva.',
  },
  {
    ...{ type: 'grammar', points: 2, id: 1180109, category: language, ease: -0.3 },
    question: 'The Inspector, who’s questions is never answered leaves them to there conscience.',
    answer: 'The Inspector, whose questions are never answered, leaves them to their conscience.',
    half: 'The Inspector, whose questions is never answered, leaves them to their conscience.',
  },
  {
    ...{ ...oneOf, id: 1180110, category: language, ease: 0.4 },
    question: 'What do the stage directions change when the Inspector arrives?',
    options: ['The music', 'The lighting', 'The furniture', 'The curtain'],
    ...{ correct: 'B', lures: 'ACD' },
  },
  {
    ...{ ...typed, id: 1180111, category: language, ease: 0.8 },
    question: 'Which word does the Inspector use for all people together: “We are members of one …”?',
    accepted: ['body'],
    wrong: ['family', 'society', 'world', 'community'],
  },
  {
    ...{ type: 'essay', points: 12, id: 1180112, category: writing, ease: 0 },
    question: 'How does Priestley present <b>responsibility</b> in the play? Write about 150 words.',
    texts: [
      [
        'Priestley shows that everybody is responsible for everybody. The Inspector says that we are members of one body, and each of the Birlings did a small thing that ended in Eva’s death. The young ones learn it, the old ones do not, so the play asks the audience which of the two they want to be.',
        'Clear argument with the right quotation. Say more about how the <b>staging</b> carries it.',
      ],
      [
        'Responsibility is presented through the Inspector because he makes them confess. Sheila is sorry and Eric too. Mr Birling only thinks of his knighthood which shows he is not responsible.',
        'Good on the contrast between the generations. Quote the text for each point.',
      ],
      [
        'The play is about a girl that dies and the family did it. The Inspector is angry with them. I think Mrs Birling is the worst because she did not help her.',
        'You retell the plot. Which <i>words</i> does Priestley use to show it?',
      ],
    ],
  },
]

/** The questions of the sample's tests whose answers are sent, by the catalogue's number of the test. */
export const questionsOf: ReadonlyMap<number, readonly Question[]> = new Map([
  [64776, fractionQuestions],
  [64802, readingQuestions],
])
