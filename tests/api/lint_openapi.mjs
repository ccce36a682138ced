// lint_openapi.mjs FILE: what an OpenAPI document breaks, as a JSON list of "where: what". The rules
// are Redocly's recommended ones; those below are said otherwise, with why.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const ours = createRequire(new URL('../../web/package.json', import.meta.url))
const { createConfig, lintFromString } = ours('@redocly/openapi-core')

const config = await createConfig({
  extends: ['recommended'],
  rules: {
    // What is only a warning there.
    'operation-operationId': 'error',
    'operation-operationId-unique': 'error',
    'operation-operationId-url-safe': 'error',
    'operation-4xx-response': 'error',
    'operation-description': 'error',
    'operation-singular-tag': 'error',
    'operation-tag-defined': 'error',
    'operation-parameters-unique': 'error',
    'parameter-description': 'error',
    'tag-description': 'error',
    'no-unused-components': 'error',
    'no-invalid-schema-examples': 'error',
    'no-invalid-parameter-examples': 'error',
    'no-invalid-media-type-examples': 'error',
    'no-http-verbs-in-paths': 'off', // None of them is a verb of ours.
    // Whoever serves it is the server: the address in front of the paths is not known here.
    'no-empty-servers': 'off',
    'no-server-example.com': 'off',
  },
})
const problems = await lintFromString({
  source: readFileSync(process.argv[2], 'utf8'),
  absoluteRef: 'openapi.json',
  config,
})
const words = problems.map((p) => `${p.location[0]?.pointer ?? ''}: ${p.message} (${p.ruleId})`)
process.stdout.write(JSON.stringify(words))
