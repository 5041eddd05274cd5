// A certified implementation of OpenID Connect as the issuer: node provider.mjs MODULE PORT GATEWAY
const [module, port, gateway] = process.argv.slice(2);
const { Provider } = await import(module);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'brevdue',
    client_secret: 'a secret+of/the=client',
    redirect_uris: [`${gateway}/sign-in/return`],
    post_logout_redirect_uris: [`${gateway}/?signed_out=1`],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
  }],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
  pkce: { required: () => true },
  cookies: { keys: ['only for tests'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: 'Anna Berg', preferred_username: id, groups: ['arbejde'] }),
  }),
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
