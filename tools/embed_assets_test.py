import gzip
import os
import subprocess
import tempfile
import unittest

import embed_assets

SHOW = """
#include <iostream>

#include "gen/assets.h"

int main() {
  for (const auto& a : mg::assets::all()) {
    std::cout << a.path << '|' << a.source << '|' << a.content_type << '|' << a.bytes << '|'
              << a.br.size() << '|' << a.gz.size() << '|' << a.etag << '|' << a.immutable << '\\n';
  }
  return mg::assets::find("/index.html") == mg::assets::find_source("web/index.html") &&
         mg::assets::find("/missing") == nullptr ? 0 : 1;
}
"""


class EmbedAssets(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name

    def put(self, path, text):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def embed(self):
        embed_assets.main(["--web", f"{self.root}/web", "--pages", f"{self.root}/pages",
                           "--out", f"{self.root}/gen", "--quick"])

    def test_a_program_finds_the_bytes_and_both_compressed_forms(self):
        self.put("web/index.html", "<html>")
        self.put("web/assets/i-1.js", "a();" * 500)
        self.put("pages/page.css", "b")
        self.put("show.cc", SHOW)
        self.embed()
        subprocess.run(["g++", "-std=c++23", "-Wall", "-Wextra", "-Werror", "-I", self.root,
                        f"{self.root}/show.cc", f"{self.root}/gen/assets.cc", "-o",
                        f"{self.root}/show"], check=True)
        done = subprocess.run([f"{self.root}/show"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)
        rows = [line.split("|") for line in done.stdout.splitlines()]
        self.assertEqual([r[0] for r in rows][:2], ["/assets/i-1.js", "/index.html"])
        self.assertEqual(rows[0][3], "a();" * 500)
        self.assertGreater(int(rows[0][4]), 0)
        self.assertGreater(int(rows[0][5]), 0)
        self.assertEqual(rows[0][7], "1")
        self.assertEqual(rows[1][3:6] + rows[1][7:], ["<html>", "0", "0", "0"])
        self.assertRegex(rows[2][0], r"^/page-assets/page-[0-9a-f]{16}\.css$")

    def test_a_page_s_css_names_the_file_of_the_web_application(self):
        self.put("web/assets/sans-Dx1.woff2", "font")
        self.put("pages/page.css", 'a{src:url("web:assets/sans-*.woff2")}')
        self.embed()
        with open(f"{self.root}/gen/assets.bin", "rb") as file:
            self.assertIn(b'a{src:url("/assets/sans-Dx1.woff2")}', file.read())

    def test_a_name_that_fits_two_files_ends_the_build(self):
        self.put("web/assets/sans-1.woff2", "font")
        self.put("web/assets/sans-2.woff2", "font")
        self.put("pages/page.css", 'a{src:url("web:assets/sans-*.woff2")}')
        with self.assertRaises(SystemExit):
            self.embed()

    def test_the_gzip_form_unpacks_to_the_bytes(self):
        self.put("web/a.txt", "word " * 300)
        asset = embed_assets.read_asset("web", "a.txt", f"{self.root}/web/a.txt", False)
        self.assertEqual(gzip.decompress(asset["gz"]).decode(), "word " * 300)

    def test_the_same_files_make_the_same_blob(self):
        self.put("web/a.txt", "word " * 300)
        self.embed()
        with open(f"{self.root}/gen/assets.bin", "rb") as file:
            first = file.read()
        os.utime(f"{self.root}/web/a.txt", (1, 1))
        self.embed()
        with open(f"{self.root}/gen/assets.bin", "rb") as file:
            self.assertEqual(file.read(), first)

    def test_a_file_of_an_unknown_type_ends_the_build(self):
        self.put("web/a.strange", "x")
        with self.assertRaises(SystemExit):
            self.embed()

    def test_source_maps_are_left_out(self):
        self.put("web/assets/i-1.js.map", "{}")
        self.assertEqual(list(embed_assets.files_in(f"{self.root}/web")), [])


if __name__ == "__main__":
    unittest.main()
