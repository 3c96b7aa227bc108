#include "report/python_text.h"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(PythonText, EscapesWhatSourceCannotHold) {
  EXPECT_EQ(python_literal("it's \"x\" \\ \n\r\t\x01 \xC3\xA9"), "\"it's \\\"x\\\" \\\\ \\n\\r\\t\\x01 \xC3\xA9\"");
  EXPECT_EQ(python_block("a \"b\"\n\"\"\"\\"), "\"\"\"\\\na \"b\"\n\\\"\"\"\\\\\n\"\"\"");
}

TEST(PythonText, MakesNamesThatPythonTakes) {
  PythonNames names({"sa", "metadata"});
  EXPECT_EQ(names.variable("user_id"), "user_id");
  EXPECT_EQ(names.variable("class"), "class_");
  EXPECT_EQ(names.variable("metadata"), "metadata_");
  EXPECT_EQ(names.variable("two words"), "two_words");
  EXPECT_EQ(names.variable("two-words"), "two_words_");
  EXPECT_EQ(names.variable("two.words"), "two_words_2");
  EXPECT_EQ(names.variable("1st"), "_1st");
  EXPECT_EQ(names.variable("__init__"), "_init__");
  EXPECT_EQ(names.variable("("), "unnamed");
  EXPECT_EQ(names.class_name("user_profiles"), "UserProfiles");
  EXPECT_EQ(names.class_name("UserProfiles"), "UserProfiles_");
  EXPECT_EQ(names.class_name("2nd"), "Table2nd");
  EXPECT_EQ(names.class_name("\"; --"), "Table");
  EXPECT_EQ(names.class_name("none"), "None_");
}

}  // namespace
}  // namespace aludel
