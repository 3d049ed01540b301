/* Workers of the desk. The page names them, by addresses that stewards sign with it. */

type Policies = {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
};

let scripts: ReturnType<Policies['createPolicy']> | undefined;

/** Starts one. The page's policy (PROTOCOL §9) lets it start those that it names and no other script. */
export function ownWorker(address: string): Worker {
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  const { worker, camera } = named();
  scripts ??= trustedTypes?.createPolicy('convive', {
    createScriptURL: (url) => {
      if (url !== worker && url !== camera) throw new TypeError('no script of the desk');
      return url;
    },
  });
  return new Worker((scripts ? scripts.createScriptURL(address) : address) as string, { type: 'module' });
}

/** The one that finds QR codes in pictures: fetched when somebody asks for it, and only with the hash that is named. */
export async function cameraWorker(): Promise<Worker> {
  const { camera = '', integrity = '' } = named();
  await fetch(camera, { integrity });
  return ownWorker(camera);
}

const named = (): DOMStringMap => document.querySelector<HTMLElement>('[data-worker]')?.dataset ?? {};
