"""Japanese tokenizer on MeCab with offsets into the text that was given; stands alone."""
