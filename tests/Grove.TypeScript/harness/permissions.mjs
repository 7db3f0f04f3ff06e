// The ids of Cloudflare's published permission groups; Grove keeps them.
export const userDetailsRead = '8acbe5bb0d54464ab867149d7f7cf8ac';
export const userDetailsWrite = '55a5e17cc99e4a3fa1f3432d262f2e55';
export const membershipsRead = '3518d0f75557482e952c6762d3e64903';
export const membershipsWrite = '9201bc6f42d440968aaab0c6f17ebb1d';
export const accountSettingsRead = 'c1fde68c7bcc44588cbb6ddbc16d6480';
export const accountSettingsWrite = '1af1fa2adc104452b74a9a3364202f20';
export const apiTokensRead = '0cc3a61731504c89b99ec1be78b77aa0';
export const apiTokensWrite = '686d18d5ac6c441c867cbf6771e58a0a';
