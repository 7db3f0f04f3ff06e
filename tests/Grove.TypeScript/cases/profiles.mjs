import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BadRequestError, NotFoundError } from 'cloudflare';
import { profile, refused } from '../harness/checks.mjs';

/** @param {import('../harness/server.mjs').Server} server */
export default function profiles(server) {
  describe('organization profiles', () => {
    it('are not found until one is written', async () => {
      const { client } = await server.user();
      const { id } = await client.organizations.create({ name: 'Acme' });
      await refused(client.organizations.organizationProfile.get(id), NotFoundError, 1003);
      await refused(client.organizations.organizationProfile.get('0123456789abcdef0123456789abcdef'), NotFoundError, 1003);
      await refused(client.organizations.organizationProfile.update('0123456789abcdef0123456789abcdef', profile), NotFoundError, 1003);
    });

    it('are written with 204 and no body, and read back byte for byte', async () => {
      const { client } = await server.user();
      const { id } = await client.organizations.create({ name: 'Acme' });
      const response = await client.organizations.organizationProfile.update(id, profile).asResponse();
      assert.equal(response.status, 204);
      assert.equal(response.headers.get('content-type'), null);
      assert.equal(await response.text(), '');
      assert.deepEqual(await client.organizations.organizationProfile.get(id), profile);

      const next = { ...profile, business_name: '  spaces kept  ', external_metadata: '{"b":1,  "a":[ ]}', business_email: '' };
      await client.organizations.organizationProfile.update(id, next);
      assert.deepEqual(await client.organizations.organizationProfile.get(id), next);
    });

    it('written on their own stay out of the organization; written with it they show', async () => {
      const { client } = await server.user();
      const { id } = await client.organizations.create({ name: 'Acme' });
      await client.organizations.organizationProfile.update(id, profile);
      assert.equal('profile' in (await client.organizations.get(id)), false);

      const other = { ...profile, business_name: 'Inline' };
      assert.deepEqual((await client.organizations.update(id, { name: 'Acme', profile: other })).profile, other);
      assert.deepEqual((await client.organizations.get(id)).profile, other);
      assert.deepEqual(await client.organizations.organizationProfile.get(id), other);

      await client.organizations.organizationProfile.update(id, profile);
      assert.equal('profile' in (await client.organizations.get(id)), false);
    });

    it('put to null with the organization leave it, and are still there on their own', async () => {
      const { client } = await server.user();
      const { id } = await client.organizations.create({ name: 'Acme', profile });
      const put = await client.organizations.update(id, /** @type {any} */ ({ name: 'Acme', profile: null }));
      assert.equal('profile' in put, false);
      assert.equal('profile' in (await client.organizations.get(id)), false);
      assert.deepEqual(await client.organizations.organizationProfile.get(id), profile);
    });

    it('need all five strings; every fault is named', async () => {
      const { client } = await server.user();
      const { id } = await client.organizations.create({ name: 'Acme' });
      const body = /** @type {any} */ ({ business_address: 1, business_email: 'nobody', business_name: null, external_metadata: '{}' });
      const pointers = ['business_address', 'business_email', 'business_name', 'business_phone'];
      await refused(client.organizations.organizationProfile.update(id, body), BadRequestError, 1001, pointers.map((name) => `/${name}`));
      await refused(client.organizations.create({ name: 'x', profile: body }), BadRequestError, 1001, pointers.map((name) => `/profile/${name}`));
      await refused(client.organizations.update(id, { name: 'x', profile: body }), BadRequestError, 1001, pointers.map((name) => `/profile/${name}`));
      const long = { ...profile, external_metadata: 'x'.repeat(4097) };
      await refused(client.organizations.organizationProfile.update(id, long), BadRequestError, 1001, ['/external_metadata']);
      await refused(client.organizations.organizationProfile.get(id), NotFoundError, 1003);
    });
  });
}
