# Third-party libraries, from Debian packages (tools/packages.txt) and, for SQLite, from npm.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(PostgreSQL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
if(MG_TESTS)
  find_package(GTest REQUIRED)
endif()
find_package(date CONFIG REQUIRED)
pkg_check_modules(GMIME REQUIRED IMPORTED_TARGET gmime-3.0)
pkg_check_modules(GUMBO REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)

# SQLite's amalgamation comes pinned through npm: Debian 12's own version lies in the range of
# the WAL-reset corruption bug (fixed in 3.51.3). See docs/decisions.
set(SQLITE_DIR ${CMAKE_SOURCE_DIR}/third_party/node_modules/better-sqlite3/deps/sqlite3)
if(NOT EXISTS ${SQLITE_DIR}/sqlite3.c)
  message(FATAL_ERROR "SQLite's amalgamation is missing. Run ./dev setup (npm ci in third_party/).")
endif()
add_library(mg_sqlite STATIC ${SQLITE_DIR}/sqlite3.c)
target_include_directories(mg_sqlite SYSTEM PUBLIC ${SQLITE_DIR})
target_compile_definitions(mg_sqlite PRIVATE
  SQLITE_THREADSAFE=2 SQLITE_DQS=0 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_ENABLE_FTS5
  SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE
  SQLITE_USE_ALLOCA SQLITE_OMIT_LOAD_EXTENSION SQLITE_MAX_MMAP_SIZE=0 SQLITE_ENABLE_DBSTAT_VTAB)
target_link_libraries(mg_sqlite PUBLIC Threads::Threads m)
