// The certified npm oidc-provider as an independent peer of our log-in. Started by test_openid_peer.py.
import { pathToFileURL } from 'node:url'

const { port, modules, jwks, clientKey, returnTo, home } = JSON.parse(process.env.PEER)
const { default: Provider } = await import(pathToFileURL(`${modules}/oidc-provider/lib/index.js`))

const shared = {
  redirect_uris: [returnTo],
  post_logout_redirect_uris: [home],
  response_types: ['code'],
  grant_types: ['authorization_code']
}
const people = {
  ingrid: { pid: '14818504862', given_name: 'Ingrid', family_name: 'Bakken' }
}
const provider = new Provider(`http://localhost:${port}`, {
  clients: [
    { ...shared, client_id: 'basic', client_secret: 'a secret: with %25 & signs, long enough', token_endpoint_auth_method: 'client_secret_basic' },
    { ...shared, client_id: 'post', client_secret: 'b'.repeat(32), token_endpoint_auth_method: 'client_secret_post' },
    { ...shared, client_id: 'key', token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [clientKey] } }
  ],
  jwks,
  pkce: { required: () => true },
  acrValues: ['idporten-loa-substantial', 'idporten-loa-high'],
  claims: { openid: ['sub', 'acr', 'pid'], profile: ['given_name', 'family_name'] },
  cookies: { keys: ['only for tests'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  async loadExistingGrant (ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
    grant.addOIDCScope('openid profile')
    await grant.save()
    return grant
  }
})
// Whoever comes is Ingrid, at the level that was asked for.
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next()
  const { params } = await provider.interactionDetails(ctx.req, ctx.res)
  const acr = (params.acr_values ?? '').split(' ')[0]
  await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: 'ingrid', acr } })
})
provider.listen(port, '127.0.0.1', () => console.log('up'))
