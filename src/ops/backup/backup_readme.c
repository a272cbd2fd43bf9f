/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backup_readme.c: what somebody needs to know who has a backup, its password and no inkan.
 *
 * The text is not translated by the catalogue: whoever opens the ZIP years from now reads either
 * language, whatever was on the screen.  "%u" is the generation whose files the commands name. */
#include "config.h"

#include "ops/backup/backup_readme.h"

#include <stdlib.h>

#include "base/date.h"
#include "ops/records/state.h"

/* A language's README; the commands between its sentences are the same in both. */
struct words {
	const char *head; /* server, time, generation in use */
	const char *requests;
	const char *steps;
	const char *recovery;
	const char *way; /* what is before the commands */
	const char *no_keys;
	const char *seal_openssl;
	const char *stop_openssl;
	const char *hash_openssl;
	const char *members_openssl;
	const char *key_openssl;
	const char *fits_openssl;
	const char *seal_certtool;
	const char *stop_certtool;
	const char *hash_certtool;
	const char *members_certtool;
	const char *key_certtool;
	const char *end;
};

static const struct words english = {
	.head = "This is a backup of the server certificates of %s,\n"
		"made by inkan on %s. Generation %u was in use.\n"
		"\n"
		"  manifest                       size and SHA-256 of every file in here\n"
		"  seal.p12                       proves, with the password, that the manifest\n"
		"                                 is genuine\n"
		"  generations/N/certificate.pem  a certificate, and its chain if it has one\n"
		"  generations/N/info             where it came from\n"
		"  generations/N/key.pem          its private key, sealed with the password\n",
	.requests =
		"  requests/ID/request.pem        a signing request that waits for a certificate\n"
		"  requests/ID/info               when and for which server it was made\n"
		"  requests/ID/key.pem            its private key, sealed with the password\n",
	.steps = "  steps/NUMBER-TO.pem            signed: from one certificate to the next, for\n"
		 "                                 agents\n",
	.recovery =
		"  recovery                       SHA-256 of the recovery certificate of agents\n",
	.way = "\n"
	       "The manifest says of each generation whether its key is in here (sealed), was\n"
	       "deleted earlier, or may not leave the server (not-exportable). One that is only\n"
	       "named there (damaged) could not be read any more.\n"
	       "\n"
	       "With inkan at hand, use: inkan backup --verify FILE.zip\n"
	       "The rest of this text is for a computer without inkan. Unpack the whole ZIP into\n"
	       "an empty directory that only you can read, make that the current directory, and\n"
	       "go one of the two ways below. The password is always the backup password; what\n"
	       "you type is not shown. For another generation, put its number into the commands.\n",
	.no_keys = "4. There is no private key in this backup.\n",
	.seal_openssl = "1. Check the seal. This asks for the password.\n",
	.stop_openssl =
		"   Stop if the MAC is not verified: if there is an error, if a line says that\n"
		"   the MAC is absent, or if there is no line \"MAC: sha256, Iteration 1200000\".\n"
		"   Then the password is wrong, or somebody changed this backup, and no key in it\n"
		"   may be opened or used.\n",
	.hash_openssl =
		"2. Compare. The 64 digits that this prints must be those that step 1 printed\n"
		"   behind \"inkan manifest sha256\". If not, stop.\n",
	.members_openssl =
		"3. Compare each line that the first command prints with the line of the same\n"
		"   file in the manifest. Stop if any differs, if one is missing, or if there is\n"
		"   a file that the manifest does not name.\n",
	.key_openssl =
		"4. Open the key. This asks for the password and writes the open key to key.pem.\n",
	.fits_openssl = "5. Both of these must print the same public key.\n",
	.seal_certtool = "1. Check the seal. This asks for the password.\n",
	.stop_certtool =
		"   Stop if the MAC is not verified: if there is an error at the end, or if there\n"
		"   is no \"MAC info\" with SHA256 and 1200000 rounds. Then the password is "
		"wrong,\n"
		"   or somebody changed this backup, and no key in it may be opened or used.\n",
	.hash_certtool =
		"2. Compare. The 64 digits that this prints must be those that step 1 printed\n"
		"   behind \"inkan manifest sha256\". If not, stop.\n",
	.members_certtool =
		"3. Each file must be OK, and there must be no file that is not named. If not,\n"
		"   stop.\n",
	.key_certtool =
		"4. Open the key. This asks for the password and writes the open key to key.pem.\n",
	.end = "An open key gives your server's identity to whoever reads it. Keep it to\n"
	       "yourself, and delete what you unpacked when you have finished.\n",
};

static const struct words japanese = {
	.head = "これは inkan が作成した、%s のサーバ認証証明書のバックアップです。\n"
		"作成日時は %s、作成時に使用中の証明書は世代%uです。\n"
		"\n"
		"  manifest                       全ファイルのサイズとSHA-256の一覧\n"
		"  seal.p12                       一覧が改変されていないことを、パスワードで\n"
		"                                 確認するためのファイル\n"
		"  generations/N/certificate.pem  証明書 (中間証明書があれば、それも含みます)\n"
		"  generations/N/info             証明書の作成元などの記録\n"
		"  generations/N/key.pem          パスワードで保護された秘密鍵\n",
	.requests = "  requests/ID/request.pem        証明書の発行待ちの署名要求 (CSR)\n"
		    "  requests/ID/info               作成日時と対象のサーバの記録\n"
		    "  requests/ID/key.pem            パスワードで保護された秘密鍵\n",
	.steps = "  steps/NUMBER-TO.pem            次の証明書への署名済みの引き継ぎ情報\n"
		 "                                 (エージェント用)\n",
	.recovery = "  recovery                       エージェントの復旧用の証明書のSHA-256\n",
	.way = "\n"
	       "秘密鍵の有無は、manifest の世代の行で分かります。sealed はこの中にあること、\n"
	       "deleted は以前に削除されたこと、not-exportable はエクスポート不可のため\n"
	       "含まれないことを表します。damaged の世代は破損していたため、この中には\n"
	       "ありません。\n"
	       "\n"
	       "inkan を使用できる場合は、次のコマンドで確認できます。\n"
	       "inkan backup --verify FILE.zip\n"
	       "以下は、inkan がないコンピュータで開く手順です。自分だけが読み取れる空の\n"
	       "ディレクトリにZIP全体を展開し、そのディレクトリに移動してから、次の2つの方法の\n"
	       "どちらかで進めてください。パスワードはすべてバックアップ用のパスワードです。\n"
	       "入力した文字は表示されません。別の世代を開く場合は、コマンドの世代の番号を\n"
	       "置き換えてください。\n",
	.no_keys = "4. このバックアップには秘密鍵が含まれていません。\n",
	.seal_openssl = "1. 一覧の保護を確認します。パスワードを入力してください。\n",
	.stop_openssl =
		"   MACを確認できない場合は、ここで中止してください。エラーになる、MACがない\n"
		"   (absent) と表示される、「MAC: sha256, Iteration 1200000」の行がない、の\n"
		"   どれかに当てはまるときは、パスワードの間違いか、改変のおそれがあります。\n"
		"   秘密鍵を開いたり使用したりしないでください。\n",
	.hash_openssl =
		"2. 表示される64桁が、手順1の「inkan manifest sha256」に続く64桁と同じである\n"
		"   ことを確認します。異なる場合は中止してください。\n",
	.members_openssl =
		"3. 最初のコマンドで表示される各行を、manifest の同じファイルの行と比べます。\n"
		"   異なる行や足りないファイルがある場合、または manifest にないファイルがある\n"
		"   場合は中止してください。\n",
	.key_openssl =
		"4. 秘密鍵を開きます。パスワードを入力すると、保護を解いた秘密鍵が key.pem に\n"
		"   保存されます。\n",
	.fits_openssl = "5. 次の2つのコマンドで、同じ公開鍵が表示されることを確認します。\n",
	.seal_certtool = "1. 一覧の保護を確認します。パスワードを入力してください。\n",
	.stop_certtool =
		"   MACを確認できない場合は、ここで中止してください。最後にエラーが表示される、\n"
		"   「MAC info」にSHA256と反復回数1200000が表示されない、のどちらかに\n"
		"   当てはまるときは、パスワードの間違いか、改変のおそれがあります。秘密鍵を\n"
		"   開いたり使用したりしないでください。\n",
	.hash_certtool =
		"2. 表示される64桁が、手順1の「inkan manifest sha256」に続く64桁と同じである\n"
		"   ことを確認します。異なる場合は中止してください。\n",
	.members_certtool =
		"3. すべてのファイルが OK と表示され、ほかにファイルがないことを確認します。\n"
		"   そうでない場合は中止してください。\n",
	.key_certtool =
		"4. 秘密鍵を開きます。パスワードを入力すると、保護を解いた秘密鍵が key.pem に\n"
		"   保存されます。\n",
	.end = "保護を解いた秘密鍵が漏えいすると、サーバになりすまされるおそれがあります。ほかの\n"
	       "人が読み取れないように管理し、作業が終わったら、展開したファイルを削除して\n"
	       "ください。\n",
};

static void command(struct ik_buffer *text, const char *line)
{
	ik_buffer_format(text, "    $ %s\n", line);
}

static void command_about(struct ik_buffer *text, const char *line, unsigned number,
			  const char *rest)
{
	ik_buffer_format(text, "    $ %s generations/%u/%s\n", line, number, rest);
}

/* The newest generation with a key, the one in use if it has one; 0 for none. */
static unsigned generation_to_name(const struct ik_manifest *manifest)
{
	unsigned number = 0;

	for (size_t i = 0; i < manifest->n_generations; i++) {
		const struct ik_manifest_generation *g = &manifest->generations[i];

		if (g->state == IK_STATE_DAMAGED || g->key != IK_KEY_SEALED)
			continue;
		number = g->number;
		if (g->state == IK_STATE_IN_USE)
			break;
	}
	return number;
}

static bool has_requests(const struct ik_manifest *manifest)
{
	for (size_t i = 0; i < manifest->n_requests; i++)
		if (manifest->requests[i].state == IK_REQUEST_SEALED)
			return true;
	return false;
}

/* All folders and files of the backup, as a shell names them. */
static void members_command(const struct ik_manifest *manifest, struct ik_buffer *text)
{
	ik_buffer_format(text, "    $ openssl dgst -sha256 -r README.txt generations/*/*%s%s%s\n",
			 has_requests(manifest) ? " requests/*/*" : "",
			 manifest->steps.n > 0 ? " steps/*" : "",
			 manifest->has_recovery ? " recovery" : "");
}

static void with_openssl(const struct words *words, unsigned number,
			 const struct ik_manifest *manifest, struct ik_buffer *text)
{
	ik_buffer_text(text, words->seal_openssl);
	command(text, "openssl pkcs12 -info -nokeys -in seal.p12");
	ik_buffer_text(text, words->stop_openssl);
	ik_buffer_text(text, words->hash_openssl);
	command(text, "openssl dgst -sha256 manifest");
	ik_buffer_text(text, words->members_openssl);
	members_command(manifest, text);
	command(text, "cat manifest");
	if (!number) {
		ik_buffer_text(text, words->no_keys);
		return;
	}
	ik_buffer_text(text, words->key_openssl);
	command_about(text, "umask 077; openssl pkey -out key.pem -in", number, "key.pem");
	ik_buffer_text(text, words->fits_openssl);
	command(text, "openssl pkey -pubout -in key.pem");
	command_about(text, "openssl x509 -noout -pubkey -in", number, "certificate.pem");
}

static void with_certtool(const struct words *words, unsigned number, struct ik_buffer *text)
{
	ik_buffer_text(text, words->seal_certtool);
	command(text, "certtool --p12-info --inder --infile seal.p12");
	ik_buffer_text(text, words->stop_certtool);
	ik_buffer_text(text, words->hash_certtool);
	command(text, "sha256sum manifest");
	ik_buffer_text(text, words->members_certtool);
	command(text, "sed -E -n '/^[0-9a-f]{64} /s/ [0-9]+ /  /p' manifest | sha256sum -c");
	if (!number) {
		ik_buffer_text(text, words->no_keys);
		return;
	}
	ik_buffer_text(text, words->key_certtool);
	command_about(text,
		      "umask 077; certtool --to-p8 --password= --outfile key.pem --load-privkey",
		      number, "key.pem");
}

static void in_language(const struct words *words, const struct ik_manifest *manifest,
			const char *openssl_title, const char *certtool_title,
			struct ik_buffer *text)
{
	unsigned number = generation_to_name(manifest);
	char *time = ik_date_rfc3339(manifest->time);

	ik_buffer_format(text, words->head, manifest->server, time, manifest->in_use);
	if (has_requests(manifest))
		ik_buffer_text(text, words->requests);
	if (manifest->steps.n > 0)
		ik_buffer_text(text, words->steps);
	if (manifest->has_recovery)
		ik_buffer_text(text, words->recovery);
	ik_buffer_text(text, words->way);
	ik_buffer_format(text, "\n%s\n", openssl_title);
	with_openssl(words, number, manifest, text);
	ik_buffer_format(text, "\n%s\n", certtool_title);
	with_certtool(words, number, text);
	ik_buffer_format(text, "\n%s", words->end);
	free(time);
}

void ik_backup_readme(const struct ik_manifest *manifest, struct ik_buffer *text)
{
	ik_buffer_text(text, "inkan backup\n\n日本語の説明は後半にあります。\n\n");
	in_language(&english, manifest, "With openssl alone", "With certtool and sha256sum", text);
	ik_buffer_text(text, "\n----------------------------------------\n\n日本語\n\n");
	in_language(&japanese, manifest, "openssl だけを使う方法",
		    "certtool と sha256sum を使う方法", text);
}
