import { type DeclareCommand, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { declareErase } from '../people/erase.ts'

export const declare: DeclareCommand = (program, answers) => {
  const people = program
    .command('people')
    .description('Erases students.')
    .allowUnknownOption()
    .action(answers({ folder: 'none', read: refuseAction, answer: async () => exitStatus.wrongUsage }))
  declareErase(people, answers)
}

function refuseAction(): never {
  throw usage('“people” needs to know what to do: erase.')
}
