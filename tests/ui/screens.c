/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screens.c: whole screens as they are laid out, in both languages, at both sizes. */
#include <string.h>

#include "base/i18n.h"
#include "suites.h"
#include "world.h"

START_TEST(identity_in_english_at_80_columns)
{
	world_enter("identity");
	world_compare(80, 24,
		      " inkan  Identity                                      srv01.example.jp     2/6\n"
		      "   Start        | Who is this certificate for?\n"
		      " > Identity     |\n"
		      "   Password     | Server name              srv01.example.jp____________________\n"
		      "   Backup       |\n"
		      "   Review       | Other names              srv01, 192.0.2.7____________________\n"
		      "   Proof        |\n"
		      "                | Organization (optional)  ____________________________________\n"
		      "                |\n"
		      "                | Valid for                730___ days, until Tue 21 Nov 2028\n"
		      "                |\n"
		      "                | Key                      < ECDSA P-256 >\n"
		      "                |\n"
		      "                |                                            [ Back ]  [ Next ]\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "--------------------------------------------------------------------------------\n"
		      " The name clients connect to. Japanese domains are fine.\n"
		      " F1 Help   F2 日本語   F7 Back   F8 Next   F10 Quit\n");
}
END_TEST

START_TEST(identity_in_japanese_at_80_columns_with_a_mistake)
{
	ik_i18n_switch(IK_LANG_JA);
	world_enter("identity");
	world_lay(80, 24);
	world_type(".");
	world_type(".");
	world_compare(80, 24,
		      " inkan  名前と鍵                                      srv01.example.jp     2/6\n"
		      "   操作の選択   | 証明書の名前と鍵を指定してください。\n"
		      " > 名前と鍵     |\n"
		      "   パスワード   | サーバ名       srv01.example.jp..____________________________\n"
		      "   バックアップ |   ドット (.) が連続しています。例: srv01.example.jp\n"
		      "   内容の確認   | 別名 (SAN)     srv01, 192.0.2.7______________________________\n"
		      "   結果         |\n"
		      "                | 組織名 (任意)  ______________________________________________\n"
		      "                |\n"
		      "                | 有効期間       730___ 日間 (2028年11月21日(火)まで)\n"
		      "                |\n"
		      "                | 鍵の種類       < ECDSA P-256 >\n"
		      "                |\n"
		      "                |                                            [ 戻る ]  [ 次へ ]\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "--------------------------------------------------------------------------------\n"
		      " 接続先として使用する名前です。日本語ドメイン名も使えます。\n"
		      " F1 ヘルプ   F2 English   F7 戻る   F8 次へ   F10 終了\n");
}
END_TEST

START_TEST(identity_in_japanese_at_60_columns)
{
	ik_i18n_switch(IK_LANG_JA);
	world_enter("identity");
	world_compare(60, 16,
		      " inkan  名前と鍵                  srv01.example.jp     2/6\n"
		      " 証明書の名前と鍵を指定してください。\n"
		      "\n"
		      " サーバ名\n"
		      "   srv01.example.jp________________________________________\n"
		      "\n"
		      " 別名 (SAN)\n"
		      "   srv01, 192.0.2.7________________________________________\n"
		      "\n"
		      " 組織名 (任意)\n"
		      "   ________________________________________________________\n"
		      "\n"
		      " 有効期間\n"
		      "---------------------------------------------- 続き: PgDn --\n"
		      " 接続先として使用する名前です。日本語ドメイン名も使えます。\n"
		      " F1 ヘルプ   F2 English   F7 戻る   F8 次へ   F10 終了\n");
}
END_TEST

START_TEST(password_in_english_at_60_columns)
{
	world_enter("password");
	world_compare(60, 16,
		      " inkan  Password                  srv01.example.jp     3/6\n"
		      " Choose a password for the backup.\n"
		      "\n"
		      " You need it only to restore. Without it nobody can\n"
		      " restore.\n"
		      " Write it down and keep it away from this server.\n"
		      "\n"
		      "\n"
		      " Backup password\n"
		      "   ________________________________________________________\n"
		      "\n"
		      " Once more\n"
		      "   ________________________________________________________\n"
		      "---------------------------------------------- more: PgDn --\n"
		      " At least 12 characters. It is needed only to restore.\n"
		      " F1 Help   F2 日本語   F7 Back   F8 Next   F10 Quit\n");
}
END_TEST

START_TEST(password_in_japanese_at_80_columns)
{
	ik_i18n_switch(IK_LANG_JA);
	world_enter("password");
	world_lay(80, 24);
	for (int i = 0; i < 16; i++)
		world_type("証");
	world_compare(80, 24,
		      " inkan  パスワード                                    srv01.example.jp     3/6\n"
		      "   操作の選択   | バックアップ用のパスワードを指定してください。\n"
		      "   名前と鍵     |\n"
		      " > パスワード   | 復元のときだけ使います。忘れると、誰にも復元できません。\n"
		      "   バックアップ | 控えを取り、このサーバとは別の場所に保管してください。\n"
		      "   内容の確認   | 日本語入力をオフにし、半角で入力してください。\n"
		      "   結果         |\n"
		      "                | バックアップ用のパスワード  ****************_________________\n"
		      "                |   強度: 弱い\n"
		      "                | パスワード (再入力)         _________________________________\n"
		      "                |\n"
		      "                | [ 表示 ^R ]  [ 自動生成 ]                  [ 戻る ]  [ 次へ ]\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "                |\n"
		      "--------------------------------------------------------------------------------\n"
		      " 12文字以上です。普段は不要で、復元のときだけ使います。\n"
		      " F1 ヘルプ   F2 English   F7 戻る   F8 次へ   F10 終了\n");
}
END_TEST

Suite *suite_screens(void)
{
	Suite *suite = suite_create("screens");
	TCase *all = tcase_create("screens");

	tcase_set_timeout(all, 60);
	tcase_add_checked_fixture(all, world_begin, world_end);
	tcase_add_test(all, identity_in_english_at_80_columns);
	tcase_add_test(all, identity_in_japanese_at_80_columns_with_a_mistake);
	tcase_add_test(all, identity_in_japanese_at_60_columns);
	tcase_add_test(all, password_in_english_at_60_columns);
	tcase_add_test(all, password_in_japanese_at_80_columns);
	suite_add_tcase(suite, all);
	return suite;
}
