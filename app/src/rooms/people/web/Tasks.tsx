import { Badge } from '../../../web/components/Badge.tsx'
import { Disclosure } from '../../../web/components/Disclosure.tsx'
import { Heading } from '../../../web/components/Heading.tsx'
import { TextLink } from '../../../web/components/TextLink.tsx'
import { useOfficeName } from '../../../web/offices.tsx'
import { Page } from '../../../web/Page.tsx'
import { ResourceView, useResource } from '../../../web/resource.tsx'
import { Section } from '../../../web/Section.tsx'
import { useHouse } from '../../../web/session.tsx'
import { useWords } from '../../../web/words.tsx'
import type { TasksAnswer } from '../shapes.ts'
import './people.css'

type Task = TasksAnswer['tasks'][number]

const order: readonly Task['state'][] = ['stopped', 'fragile', 'works']
const badge = { stopped: 'error', fragile: 'warning', works: 'ok' } as const

/** Which tasks work with the people there are, which do not, and who could stand in. */
export function Tasks() {
  const { say, day } = useWords()
  const answer = useResource<TasksAnswer>('/tasks')
  return (
    <Page title={say('people.tasks.title')} lead={say('people.tasks.lead')}>
      <ResourceView resource={answer}>
        {({ on, tasks }) => (
          <>
            <p className="nl-paragraph">
              {say('people.tasks.count', {
                day: day(on),
                works: tasks.filter((task) => task.state === 'works').length,
                fragile: tasks.filter((task) => task.state === 'fragile').length,
                stopped: tasks.filter((task) => task.state === 'stopped').length,
              })}
            </p>
            {order.map((state) => (
              <TaskGroup key={state} state={state} tasks={tasks.filter((task) => task.state === state)} />
            ))}
            <p className="nl-paragraph">{say('people.tasks.limit')}</p>
          </>
        )}
      </ResourceView>
    </Page>
  )
}

function TaskGroup({ state, tasks }: { readonly state: Task['state']; readonly tasks: readonly Task[] }) {
  const { say } = useWords()
  if (tasks.length === 0) return null
  return (
    <Section id={state} title={say(`people.tasks.group.${state}`, { count: tasks.length })}>
      {tasks.map((task) => (
        <TaskCard key={task.task} task={task} />
      ))}
    </Section>
  )
}

function TaskCard({ task }: { readonly task: Task }) {
  const { say } = useWords()
  const { jurisdiction } = useHouse().session.organisation
  return (
    <div className="people-task">
      <Heading level={3}>{say(`people.task.${task.task}.name`, { jurisdiction })}</Heading>
      <p className="nl-paragraph">
        <Badge kind={badge[task.state]}>{say(`people.tasks.state.${task.state}`)}</Badge>{' '}
        {say(`people.task.${task.task}.why`, { jurisdiction })}
      </p>
      {task.state === 'works' ? null : <TaskMend task={task} />}
      <Disclosure summary={say('people.tasks.source')}>
        <p className="nl-paragraph">{task.source}</p>
      </Disclosure>
    </div>
  )
}

function TaskMend({ task }: { readonly task: Task }) {
  const { say } = useWords()
  const nameOf = useOfficeName()
  const { allowed, organisation } = useHouse().session
  const mayAppoint = allowed.includes('people.appoint')
  return (
    <>
      {task.missing.length > 0 && (
        <p className="nl-paragraph">{say('people.tasks.missing', { offices: task.missing.map(nameOf).join(', ') })}</p>
      )}
      {task.hangsOn.map((one) => (
        <p className="nl-paragraph" key={one.person.id}>
          {say('people.tasks.hangs-on', { name: one.person.name, offices: one.offices.map(nameOf).join(', ') })}
        </p>
      ))}
      <p className="nl-paragraph">
        {say(`people.task.${task.task}.mend`, { jurisdiction: organisation.jurisdiction })}
      </p>
      {task.deputies.length > 0 && (
        <Disclosure summary={say('people.tasks.deputies')}>
          {task.deputies.map((deputies) => (
            <Deputies key={deputies.office} deputies={deputies} />
          ))}
        </Disclosure>
      )}
      {mayAppoint && (
        <p className="nl-paragraph">
          <TextLink to="/offices?give=1">{say('people.tasks.to-offices')}</TextLink>
        </p>
      )}
    </>
  )
}

function Deputies({ deputies }: { readonly deputies: Task['deputies'][number] }) {
  const { say } = useWords()
  const { jurisdiction } = useHouse().session.organisation
  const nameOf = useOfficeName()
  return (
    <div>
      {deputies.people.length > 0 && (
        <>
          <p className="nl-paragraph">{say('people.tasks.could', { office: nameOf(deputies.office) })}</p>
          <ul className="ow-list">
            {deputies.people.map((person) => (
              <li key={person.id}>{person.unitName === null ? person.name : `${person.name} · ${person.unitName}`}</li>
            ))}
          </ul>
        </>
      )}
      {deputies.hints.map((hint) => (
        <p className="nl-paragraph" key={hint}>
          {say(`people.hint.${hint}`, { jurisdiction })}
        </p>
      ))}
    </div>
  )
}
