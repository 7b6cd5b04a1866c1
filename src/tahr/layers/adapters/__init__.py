"""What a layer's one large weight may become: quantized, or adapted by matrices of low rank."""
