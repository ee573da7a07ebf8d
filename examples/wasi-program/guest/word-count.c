// Counts the words of its standard input and prints the most frequent ones, as many as its argument says.

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096, LONGEST = 64 };

struct word {
  char *text;
  size_t count;
  struct word *next;
};

static struct word *buckets[BUCKETS];
static size_t distinct, total;

static void *allocate(size_t size) {
  void *memory = malloc(size);
  if (memory == NULL) {
    fputs("out of memory\n", stderr);
    exit(EXIT_FAILURE);
  }
  return memory;
}

static struct word **bucket_of(const char *text) {
  unsigned hash = 2166136261u;
  for (const char *at = text; *at != '\0'; at++) hash = (hash ^ (unsigned char)*at) * 16777619u;
  return &buckets[hash % BUCKETS];
}

static void count(const char *text) {
  struct word **bucket = bucket_of(text);
  struct word *word = *bucket;
  total++;
  while (word != NULL && strcmp(word->text, text) != 0) word = word->next;
  if (word == NULL) {
    word = allocate(sizeof *word);
    *word = (struct word){.text = strcpy(allocate(strlen(text) + 1), text), .next = *bucket};
    *bucket = word;
    distinct++;
  }
  word->count++;
}

static void count_all(FILE *input) {
  char text[LONGEST + 1];
  size_t length = 0;
  for (int letter = getc(input);; letter = getc(input)) {
    if (letter != EOF && isalpha(letter)) {
      if (length < LONGEST) text[length++] = (char)tolower(letter);
      continue;
    }
    text[length] = '\0';
    if (length > 0) count(text);
    length = 0;
    if (letter == EOF) return;
  }
}

// More frequent words come first, and equally frequent ones in the order of their letters.
static int compare(const void *left, const void *right) {
  const struct word *a = *(struct word *const *)left;
  const struct word *b = *(struct word *const *)right;
  if (a->count != b->count) return a->count < b->count ? 1 : -1;
  return strcmp(a->text, b->text);
}

static void print_first(size_t wanted) {
  struct word **words = allocate(distinct * sizeof *words);
  size_t length = 0;
  for (size_t i = 0; i < BUCKETS; i++)
    for (struct word *word = buckets[i]; word != NULL; word = word->next) words[length++] = word;
  qsort(words, distinct, sizeof *words, compare);
  printf("%zu words, %zu different\n", total, distinct);
  for (size_t i = 0; i < distinct && i < wanted; i++) printf("%6zu %s\n", words[i]->count, words[i]->text);
}

int main(int argc, char **argv) {
  count_all(stdin);
  print_first(argc > 1 ? strtoul(argv[1], NULL, 10) : 10);
  return EXIT_SUCCESS;
}
