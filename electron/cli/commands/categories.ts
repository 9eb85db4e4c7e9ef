import { categoryNamed, categoryWord, oneAccount } from '../bank/chosen.ts'
import { categoriesDocument, categoryLine, rejectedLines, waitingLine } from '../bank/documents.ts'
import { pushBanks, sayEnd } from '../bank/sending.ts'
import { accountsAt } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, refuseAction, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { printJson, write } from '../terminal.ts'

interface Adding {
  readonly name: string
  readonly parent: string | null
}

interface Renaming {
  readonly category: string
  readonly name: string
}

interface Moving {
  readonly category: string
  readonly parent: string
}

export const declare: DeclareCommand = (program, answers) => {
  const categories = program
    .command('categories')
    .description('Lists the categories of the question bank, or changes them.')
    .allowUnknownOption()
    .action(
      answers({
        folder: 'none',
        read: refuseAction('categories', 'list, add, rename, move or push'),
        answer: async () => exitStatus.wrongUsage,
      }),
    )
  categories
    .command('list')
    .description('Lists parents and their categories, as they will be once everything is sent.')
    .action(
      answers({
        folder: 'read',
        empty: { json: categoriesDocument([], 0), words: 'beside it' },
        read: () => ({}),
        answer: (_, context) => listCategories(context),
      }),
    )
  categories
    .command('add')
    .description(`Adds a category, or without --parent a parent. ${aboutSending}`)
    .argument('<NAME>', 'its name')
    .option('--parent <ID>', 'the parent that it is added to')
    .action(
      answers({
        folder: 'write',
        read: ([name], { parent }: { readonly parent?: string }): Adding => ({
          name: nameOf('add', name),
          parent: parent === undefined ? null : categoryWord('categories add --parent', parent),
        }),
        answer: addCategory,
      }),
    )
  categories
    .command('rename')
    .description(`Renames a category or a parent. ${aboutNumbers} ${aboutSending}`)
    .argument('<ID>', 'its number')
    .argument('<NAME>', 'its new name')
    .action(
      answers({
        folder: 'write',
        read: ([word, name]): Renaming => ({
          category: categoryWord('categories rename', word),
          name: nameOf('rename', name),
        }),
        answer: renameCategory,
      }),
    )
  categories
    .command('move')
    .description(`Moves a category to another parent. ${aboutSending}`)
    .argument('<ID>', 'its number')
    .requiredOption('--parent <ID>', 'its new parent')
    .action(
      answers({
        folder: 'write',
        read: ([word], { parent }: { readonly parent?: string }): Moving => ({
          category: categoryWord('categories move', word),
          parent: categoryWord('categories move --parent', parent),
        }),
        answer: moveCategory,
      }),
    )
  categories
    .command('push')
    .description('Sends the changes of questions and categories that wait, in their order, as far as the hour allows.')
    .action(answers({ folder: 'write', read: () => ({}), answer: (_, context) => pushCategories(context) }))
}

const aboutSending = 'The change waits until it is sent.'
const aboutNumbers =
  'ClassMarker counts parents and categories apart: where both have the number, it is parent-ID or category-ID.'

function nameOf(action: string, name = ''): string {
  if (name.trim() === '') throw usage(`“categories ${action}” needs a name.`)
  return name
}

async function listCategories(context: CommandContext): Promise<number> {
  const accounts = (await accountsAt('classmarker', context)).map(({ id }) => id)
  const { core, terminal, json } = context
  const categories = await core.store.bankCategories(accounts)
  const { categories: pending } = await core.store.bankWaiting(accounts)
  if (json) await printJson(terminal, categoriesDocument(categories, pending))
  else {
    await write(terminal.out, categories.map(categoryLine).join(''))
    await write(terminal.err, waitingLine(pending))
  }
  return exitStatus.done
}

async function pushCategories(context: CommandContext): Promise<number> {
  const ended = await pushBanks(context)
  await listCategories(context)
  await write(context.terminal.err, rejectedLines(ended.refused))
  return sayEnd(ended, context)
}

async function addCategory({ name, parent }: Adding, context: CommandContext): Promise<number> {
  const { store, clock } = context.core
  const { id: account } = await oneAccount(context)
  const categories = await store.bankCategories([account])
  const own = parent === null ? null : categoryNamed(parent, 'parent', categories)
  await store.addBankCategory(account, name, own?.id ?? null, clock())
  return listCategories(context)
}

async function renameCategory({ category, name }: Renaming, context: CommandContext): Promise<number> {
  const { store, clock } = context.core
  const { id } = await chosenCategory(category, context)
  await store.renameBankCategory(id, name, clock())
  return listCategories(context)
}

async function moveCategory({ category, parent }: Moving, context: CommandContext): Promise<number> {
  const { store, clock } = context.core
  const accounts = (await accountsAt('classmarker', context)).map(({ id }) => id)
  const categories = await store.bankCategories(accounts)
  const own = categoryNamed(category, 'category', categories)
  const others = categories.filter(({ account }) => account === own.account)
  await store.moveBankCategory(own.id, categoryNamed(parent, 'parent', others).id, clock())
  return listCategories(context)
}

async function chosenCategory(word: string, context: CommandContext) {
  const accounts = (await accountsAt('classmarker', context)).map(({ id }) => id)
  return categoryNamed(word, null, await context.core.store.bankCategories(accounts))
}
